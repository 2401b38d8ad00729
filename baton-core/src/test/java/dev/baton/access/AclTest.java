// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AclTest {

  @ParameterizedTest
  @CsvSource({
    "edit-acl, edit-data edit-meta delete manage view-acl view-data view-meta edit-acl",
    "edit-data, edit-meta view-data view-meta edit-data",
    "edit-meta, view-meta edit-meta",
    "delete, view-meta delete",
    "view-acl, view-data view-meta view-acl",
    "view-data, view-meta view-data",
    "manage, manage",
    "view-meta, view-meta"
  })
  void with_oneRight_givesWhatItImplies(String word, String implied) {
    Right granted = right(word);
    Acl acl = Acl.ownedBy("user/a").with(granted, "user/b");
    Set<String> given =
        acl.grants().entrySet().stream()
            .filter(entry -> entry.getValue().contains("user/b"))
            .map(entry -> entry.getKey().apiName())
            .collect(Collectors.toSet());
    assertThat(given).containsExactlyInAnyOrder(implied.split(" "));
    for (Right right : Right.values()) {
      assertThat(acl.gives(right, Set.of("user/b"))).isEqualTo(given.contains(right.apiName()));
    }
  }

  @Test
  void ownedBy_owner_hasEveryRightAndAdministratorsMayEdit() {
    Acl acl = Acl.ownedBy("user/a");
    for (Right right : Right.values()) {
      assertThat(acl.gives(right, Set.of("user/a"))).isTrue();
      assertThat(acl.gives(right, Set.of(Principals.ADMIN))).isTrue();
      assertThat(acl.gives(right, Set.of("user/b", Principals.USER))).isFalse();
      assertThat(acl.gives(right, Set.of())).isFalse();
    }
  }

  @Test
  void grants_normalised_areSortedDistinctAndWithoutOwners() {
    Acl acl =
        new Acl(
            sorted("user/o", "group/nuvla-admin"),
            Map.of(
                Right.VIEW_META, sorted("user/z", "user/o", "user/b"),
                Right.MANAGE, sorted("user/o")));
    assertThat(acl.owners()).containsExactly("group/nuvla-admin", "user/o");
    assertThat(acl.grants()).containsOnlyKeys(Right.VIEW_META);
    assertThat(acl.grants().get(Right.VIEW_META)).containsExactly("user/b", "user/z");
  }

  @Test
  void equals_sameMeaning_isEqual() {
    Acl spelledOut =
        new Acl(
            sorted("user/a"),
            Map.of(
                Right.EDIT_META, sorted("user/b"),
                Right.VIEW_META, sorted("user/b", "user/a"),
                Right.EDIT_ACL, sorted("group/nuvla-admin")));
    assertThat(Acl.ownedBy("user/a").with(Right.EDIT_META, "user/b")).isEqualTo(spelledOut);
    assertThat(new Acl(spelledOut.owners(), spelledOut.grants())).isEqualTo(spelledOut);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "user/", "/a", "User/a", "user/A", "user/a b", "user/a/b"})
  void principal_malformed_isRefused(String principal) {
    assertThatThrownBy(() -> Acl.ownedBy(principal)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Acl.ownedBy("user/a").with(Right.MANAGE, principal))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + principal + "'");
  }

  @Test
  void owners_none_isRefused() {
    assertThatThrownBy(() -> new Acl(new TreeSet<>(), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'owners'");
  }

  private static SortedSet<String> sorted(String... principals) {
    return new TreeSet<>(List.of(principals));
  }

  private static Right right(String word) {
    for (Right right : Right.values()) {
      if (right.apiName().equals(word)) {
        return right;
      }
    }
    throw new AssertionError(word);
  }
}
