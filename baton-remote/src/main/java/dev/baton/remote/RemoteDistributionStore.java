// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.List;

record RemoteDistributionStore(RemoteClient remoteClient) implements DistributionStore {

  @Override
  public List<DistributionState> all() {
    return remoteClient.repeat(ProtocolCalls.DISTRIBUTIONS, new Messages.EmptyMessage()).states();
  }

  /**
   * Repeats the call while the server does not answer. A second write under the same term stores
   * the same state again.
   */
  @Override
  public void save(DistributionState state, Term term) {
    Messages.TermMessage form =
        new Messages.TermMessage(
            term.name(), term.contender(), term.token(), new Messages.LeaseTrust(0));
    Messages.SaveDistributionState request = new Messages.SaveDistributionState(state, form);
    remoteClient.repeat(ProtocolCalls.SAVE_DISTRIBUTION, request);
  }
}
