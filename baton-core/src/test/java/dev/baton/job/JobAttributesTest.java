// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JobAttributesTest {

  @Test
  void names_areThoseOfDocuments() {
    assertThat(JobAttributes.names()).containsAll(() -> full().fieldNames());
  }

  @Test
  void reduce_leavesWhatTheRightShows() {
    assertThat(names(Right.VIEW_META))
        .containsExactlyInAnyOrder(
            "id", "resource-type", "created", "updated", "name", "description", "tags", "labels");
    assertThat(names(Right.VIEW_DATA)).contains("payload", "state").doesNotContain("acl");
    assertThat(names(Right.VIEW_ACL)).contains("acl", "payload");
    assertThat(names(Right.MANAGE)).containsExactlyInAnyOrder("id", "resource-type");
  }

  @Test
  void seenWith_unknownAttribute_needsViewData() {
    assertThat(JobAttributes.seenWith("name")).isEqualTo(Right.VIEW_META);
    assertThat(JobAttributes.seenWith("acl")).isEqualTo(Right.VIEW_ACL);
    assertThat(JobAttributes.seenWith("payload")).isEqualTo(Right.VIEW_DATA);
    assertThat(JobAttributes.seenWith("of-tomorrow")).isEqualTo(Right.VIEW_DATA);
  }

  @Test
  void isSearchable_knowsNestedPaths() {
    assertThat(
            List.of(
                "state", "fulltext", "acl/owners", "acl/view-data", "backoff/max", "result/a/b"))
        .allMatch(path -> JobAttributes.isSearchable(path(path)));
    assertThat(
            List.of("sttate", "state/x", "acl/owner", "backoff/foo", "status-message", "acl/a/b"))
        .noneMatch(path -> JobAttributes.isSearchable(path(path)));
  }

  @Test
  void isSearchable_knowsEveryAttributeOfADocument() {
    assertThat(full().properties())
        .extracting(Map.Entry::getKey)
        .filteredOn(name -> !name.equals("status-message"))
        .allMatch(name -> JobAttributes.isSearchable(path(name)));
  }

  private static Filter.Path path(String text) {
    return Filter.Path.of(text.split("/"));
  }

  private static Iterable<String> names(Right right) {
    Acl acl = Acl.ownedBy("user/a").with(right, "user/b");
    ObjectNode seen = JobAttributes.reduce(full(), acl, Set.of("user/b"));
    return seen::fieldNames;
  }

  private static ObjectNode full() {
    return JobJson.write(JobJsonTest.fullJob());
  }
}
