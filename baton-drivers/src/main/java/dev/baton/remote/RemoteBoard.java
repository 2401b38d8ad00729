// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Forms.Topic;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class RemoteBoard implements JobBoard {

  private static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(10);
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Http http;
  private final Clock clock;
  private final Retry retry;
  private final SignalLoops signals;
  private final Stays stays;
  private final WorkQueue work;

  RemoteBoard(
      Http http, Clock clock, Retry retry, SignalLoops signals, Stays stays, WorkQueue work) {
    this.http = http;
    this.clock = clock;
    this.retry = retry;
    this.signals = signals;
    this.stays = stays;
    this.work = work;
  }

  /** Each attempt brings a secret of its own: a stay whose answer was lost ends with its lease. */
  @Override
  public Claims join(String owner, Duration lease) {
    Forms.Stay stay = new Forms.Stay(secret(), owner, lease);
    long start = clock.nanos();
    Deadline trust = http.call(Calls.JOIN, stay).since(start);
    StayCalls calls = new StayCalls(http, clock, retry, stay);
    RemoteClaims claims = new RemoteClaims(calls, trust, signals, stays, work);
    stays.add(claims);
    return claims;
  }

  private static String secret() {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public Watch watch(Runnable onPosting) {
    return signals.watch(Topic.POSTINGS, onPosting);
  }

  @Override
  public @Nullable Instant nextDue() {
    return retry.harmless(() -> http.call(Calls.NEXT_DUE, new Forms.Nothing())).at();
  }

  @Override
  public List<Posting> postings(int offset, int limit) {
    Forms.Window window = new Forms.Window(offset, limit);
    return retry.harmless(() -> http.call(Calls.POSTINGS, window)).postings();
  }

  @Override
  public Reconciliation reconcile() {
    return http.call(Calls.RECONCILE, new Forms.Nothing(), RECONCILE_TIMEOUT).done();
  }
}
