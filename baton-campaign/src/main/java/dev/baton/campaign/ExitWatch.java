// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fault.FaultScheduler;
import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.Installation;
import java.util.ArrayList;
import java.util.List;

/** Starts processes again that ended by themselves, and remembers them. For one thread. */
final class ExitWatch {

  private final Installation installation;
  private final FaultScheduler faults;
  private final EventLog log;
  private final List<String> explained = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();

  ExitWatch(Installation installation, FaultScheduler faults, EventLog log) {
    this.installation = installation;
    this.faults = faults;
    this.log = log;
  }

  /** Looks once; to be called all the time. */
  void look() {
    boolean mayEnd = faults.mayEndProcesses();
    for (String exit : installation.superviseOnce()) {
      if (mayEnd) {
        explained.add(exit);
      } else {
        log.say(exit + ", and no fault explains it");
        unexplained.add(exit);
      }
    }
  }

  /** How many processes of Baton ended by themselves while memory was taken. */
  int explained() {
    return explained.size();
  }

  /** The processes of Baton that ended by themselves for no reason that the campaign knows. */
  List<String> unexplained() {
    return List.copyOf(unexplained);
  }
}
