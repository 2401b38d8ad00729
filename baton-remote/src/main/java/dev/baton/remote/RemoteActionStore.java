// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.member.ActionInfo;
import dev.baton.member.ActionStore;
import dev.baton.member.KnownAction;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.Collection;
import java.util.List;

/**
 * The known actions of the server. Executors do not report their actions here, but with their
 * heartbeats in the member registry.
 */
record RemoteActionStore(RemoteClient remoteClient) implements ActionStore {

  @Override
  public void provide(String by, Collection<ActionInfo> actions) {
    Messages.ProvideActions request = new Messages.ProvideActions(by, List.copyOf(actions));
    remoteClient.repeat(ProtocolCalls.PROVIDE_ACTIONS, request);
  }

  @Override
  public List<KnownAction> all() {
    return remoteClient.repeat(ProtocolCalls.KNOWN_ACTIONS, new Messages.EmptyMessage()).actions();
  }

  @Override
  public boolean deleteAction(String name) {
    return remoteClient.call(ProtocolCalls.DELETE_ACTION, new Messages.TextMessage(name)).flag();
  }
}
