// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.testkit.backend.BackendTestSetup;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of a {@link DistributionStore}. */
public abstract class DistributionStoreContract extends BackendTestSetup {

  @Test
  protected void all_nothingSaved_isEmpty() {
    assertThat(store().all()).isEmpty();
  }

  @Test
  protected void save_states_areAnsweredByName() {
    DistributionState full =
        new DistributionState(
            "b",
            "cron 0 3 * * * Europe/Zurich",
            now(),
            now().plusSeconds(3600),
            7,
            "it broke: ü 漢",
            "leader-1",
            3,
            now().minusSeconds(60));
    DistributionState sparse =
        new DistributionState("a", "every PT30S", null, null, 0, null, "leader-1", 0, null);
    store().save(full, win("b", "leader-1"));
    store().save(sparse, win("a", "leader-1"));
    assertThat(store().all()).containsExactly(sparse, full);
    assertThat(fixture().otherProcessView().distributions().all()).containsExactly(sparse, full);
  }

  @Test
  protected void save_sameTermAgain_replacesTheState() {
    Term term = win("a", "leader-1");
    store().save(state("leader-1", "broken"), term);
    store().save(state("leader-1", null), term);
    assertThat(store().all()).containsExactly(state("leader-1", null));
  }

  @Test
  protected void save_termOverAndAnotherWrote_isRefused() {
    Term old = win("a", "leader-1");
    backend().election().resign(old);
    Term fresh = win("a", "leader-2");
    store().save(state("leader-2", null), fresh);
    assertThatThrownBy(() -> store().save(state("leader-1", null), old))
        .isInstanceOf(LostClaimException.class);
    assertThat(store().all()).containsExactly(state("leader-2", null));
  }

  private DistributionStore store() {
    return backend().distributions();
  }

  private Term win(String name, String contender) {
    return backend().election().contend(List.of(name), contender, LONG_LEASE).getFirst();
  }

  private static DistributionState state(String leader, @Nullable String error) {
    return new DistributionState("a", "every PT30S", null, null, 0, error, leader, 0, null);
  }
}
