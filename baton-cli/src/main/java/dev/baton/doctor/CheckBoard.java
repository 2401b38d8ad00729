// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.launch.BoardOptions;
import dev.baton.launch.ProcessOptions;
import java.util.List;

/** Checks the servers of a board outside the store. */
record CheckBoard(ProcessOptions options) {

  private static final String AREA = "board";

  List<CheckResult> run() {
    return switch (options.backend().board()) {
      case BoardOptions.InStore here -> List.of();
      case BoardOptions.OnServers there -> {
        there.check();
        yield List.of(CheckResult.ok(AREA, there.servers() + " answers"));
      }
      case BoardOptions.Embedded embedded -> {
        embedded.requireFreePort();
        yield List.of(CheckResult.ok(AREA, embedded.kind().product() + " will run in the process"));
      }
    };
  }
}
