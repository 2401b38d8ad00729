// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.plugin.ActionInfo;
import dev.baton.plugin.ActionStore;
import dev.baton.plugin.KnownAction;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.util.Collection;
import java.util.List;

/** The actions that the server knows; executors provide theirs by the roster. */
final class RemoteActions implements ActionStore {

  private final Http http;
  private final Retry retry;

  RemoteActions(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  @Override
  public void provide(String by, Collection<ActionInfo> actions) {
    Forms.Provide request = new Forms.Provide(by, List.copyOf(actions));
    retry.harmless(() -> http.call(Calls.PROVIDE_ACTIONS, request));
  }

  @Override
  public List<KnownAction> all() {
    return retry.harmless(() -> http.call(Calls.KNOWN_ACTIONS, new Forms.Nothing())).actions();
  }

  @Override
  public boolean forget(String name) {
    return http.call(Calls.FORGET_ACTION, new Forms.Text(name)).flag();
  }
}
