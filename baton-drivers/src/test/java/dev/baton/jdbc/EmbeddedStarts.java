// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.board.Admission;
import dev.baton.board.Claims;
import dev.baton.job.Job;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Optional;

/** A process that dies as soon as it has claimed a job, as one does whose action kills it. */
final class EmbeddedStarts {

  private EmbeddedStarts() {}

  public static void main(String[] args) {
    JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(args[0]), Clock.system());
    Claims claims = backend.board().join("e1", Duration.ofSeconds(8));
    if (!claims.claim(1, new Everything()).isEmpty()) {
      Runtime.getRuntime().halt(EmbeddedWriters.KILLED);
    }
  }

  private static final class Everything implements Admission {
    @Override
    public boolean accepts(Kind kind) {
      return true;
    }

    @Override
    public Optional<String> refusal(Job job) {
      return Optional.empty();
    }
  }
}
