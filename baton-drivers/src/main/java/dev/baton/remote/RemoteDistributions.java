// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.distributor.DistributionState;
import dev.baton.distributor.DistributionStore;
import dev.baton.election.Term;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.util.List;

final class RemoteDistributions implements DistributionStore {

  private final Http http;
  private final Retry retry;

  RemoteDistributions(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  @Override
  public List<DistributionState> all() {
    return retry.harmless(() -> http.call(Calls.DISTRIBUTIONS, new Forms.Nothing())).states();
  }

  /** Repeated: a second one writes the same again, under the same term. */
  @Override
  public void save(DistributionState state, Term term) {
    Forms.TermForm form =
        new Forms.TermForm(term.name(), term.contender(), term.token(), new Forms.Trust(0));
    Forms.SaveState request = new Forms.SaveState(state, form);
    retry.harmless(() -> http.call(Calls.SAVE_DISTRIBUTION, request));
  }
}
