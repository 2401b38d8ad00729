// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.util.ArrayList;
import java.util.List;

/** Sends signals to processes. */
public final class SendSignal {

  private SendSignal() {}

  /** Sends a signal to all these processes and ignores those that have ended. */
  public static void send(String signal, List<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    Shell.succeeds(command.toArray(String[]::new));
  }
}
