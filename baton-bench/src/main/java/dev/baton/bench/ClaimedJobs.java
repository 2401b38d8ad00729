// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.board.Admission;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.filter.FilterParser;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.RunWrite;
import dev.baton.service.Threads;
import dev.baton.testkit.job.AdmitEverything;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jobs that this process has claimed, so that it may write their flows. */
final class ClaimedJobs implements AutoCloseable {

  private static final Duration LEASE = Duration.ofMinutes(10);

  private static final Admission ANY = new AdmitEverything();

  private final JobStore store;
  private final BoardSession session;
  private final List<Claim> claims = new ArrayList<>();

  ClaimedJobs(MeasuredBackend measuredBackend, int count) {
    store = measuredBackend.backend().jobs();
    measuredBackend.postMany(JobSpec.of("noop"), count);
    session = measuredBackend.backend().board().join("bench", LEASE);
    while (claims.size() < count) {
      claims.addAll(session.claim(count - claims.size(), ANY));
    }
  }

  JobId id(int i) {
    return claims.get(i).job().id();
  }

  long token(int i) {
    return claims.get(i).token();
  }

  /** Ends the jobs and deletes them with their flows, so that the store does not grow. */
  @Override
  public void close() {
    List<Thread> ends =
        claims.stream().map(claim -> Thread.ofVirtual().start(() -> end(claim))).toList();
    ends.forEach(Threads::join);
    store.deleteAll(FilterParser.parse("state='SUCCESS'"), null);
    session.close();
  }

  private void end(Claim claim) {
    JobId id = claim.job().id();
    store.write(new RunWrite.End(id, claim.token(), JobState.SUCCESS, null, null, null, null));
    session.consume(claim);
  }
}
