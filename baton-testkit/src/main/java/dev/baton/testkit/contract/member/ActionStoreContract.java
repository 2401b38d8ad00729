// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.member.Member;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of an {@link ActionStore}, which keeps the actions of processes that have ended. */
public abstract class ActionStoreContract extends BackendTestSetup {

  @Test
  protected void all_nothingProvided_isEmpty() {
    assertThat(actions().all()).isEmpty();
    assertThat(actions().find("resize")).isEmpty();
  }

  @Test
  protected void provide_actions_areKnownToEveryProcess() {
    Instant before = now();
    actions().provide("e1 on host", List.of(action("resize", "old"), action("crop", "Crops")));
    actions().provide("e2 on host", List.of(action("resize", "Resizes")));
    List<KnownAction> known = fixture().otherProcessView().actions().all();
    assertThat(known.stream().map(KnownAction::action))
        .containsExactly(action("crop", "Crops"), action("resize", "Resizes"));
    assertThat(known.stream().map(KnownAction::providedBy))
        .containsExactly("e1 on host", "e2 on host");
    assertThat(known.getFirst().provided()).isBetween(before, now());
    assertThat(actions().find("resize")).contains(known.getLast());
  }

  @Test
  protected void provide_actionThatAKeyDefined_keepsTheKey() {
    ActionInfo action = action("resize", "Resizes").withDefinedBy("credential/1");
    actions().provide("e1 on host", List.of(action));
    assertThat(actions().find("resize").map(KnownAction::action)).contains(action);
  }

  @Test
  protected void provide_nothing_isHarmless() {
    actions().provide("e1 on host", List.of());
    assertThat(actions().all()).isEmpty();
  }

  @Test
  protected void deleteAction_isUnknownUntilProvidedAgain() {
    actions().provide("e1 on host", List.of(action("resize", "Resizes")));
    assertThat(actions().deleteAction("resize")).isTrue();
    assertThat(actions().deleteAction("resize")).isFalse();
    assertThat(fixture().otherProcessView().actions().all()).isEmpty();
    actions().provide("e1 on host", List.of(action("resize", "Resizes")));
    assertThat(actions().find("resize")).isPresent();
  }

  @Test
  protected void heartbeat_ofAMember_providesItsActionsPermanently() {
    Member member =
        Member.builder("executor/1", Member.Kind.EXECUTOR, "e1", now())
            .host("host")
            .actions(List.of(action("resize", "Resizes")))
            .build();
    backend().memberRegistry().heartbeat(member);
    backend().memberRegistry().leave("executor/1");
    assertThat(actions().find("resize").map(KnownAction::providedBy)).contains("e1 on host");
  }

  private ActionStore actions() {
    return backend().actions();
  }

  private static ActionInfo action(String name, String description) {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    return new ActionInfo(name, "images", description, schema, List.of("has_kvm"), true, false);
  }
}
