// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.board.BoardSession;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;

/**
 * A program that dies directly after it has claimed a job, like a process that is killed by its
 * action.
 */
final class ClaimJobAndDie {

  private ClaimJobAndDie() {}

  public static void main(String[] args) {
    JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(args[0]), Clock.system());
    BoardSession boardSession = backend.board().join("e1", Duration.ofSeconds(8));
    if (!boardSession.claim(1, new AdmitEverything()).isEmpty()) {
      Runtime.getRuntime().halt(WriteJobsAndDie.KILLED);
    }
  }
}
