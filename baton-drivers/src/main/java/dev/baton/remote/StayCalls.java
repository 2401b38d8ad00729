// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.board.Claims;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The calls that one stay makes. */
final class StayCalls {

  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(5);

  private final Http http;
  private final Clock clock;
  private final Retry retry;
  private final Forms.Stay stay;

  /** What a renewal brought. */
  record Renewal(List<JobId> ended, Deadline trustedUntil) {}

  StayCalls(Http http, Clock clock, Retry retry, Forms.Stay stay) {
    this.http = http;
    this.clock = clock;
    this.retry = retry;
    this.stay = stay;
  }

  Forms.Stay stay() {
    return stay;
  }

  Clock clock() {
    return clock;
  }

  /** Repeated for a third of the lease, which is when the next renewal is due anyway. */
  Renewal renew() {
    Duration third = stay.lease().dividedBy(3);
    return retry.harmless(
        () -> {
          long start = clock.nanos();
          Forms.Renewed renewed = http.call(Calls.RENEW, stay, stay.lease());
          return new Renewal(renewed.ended(), renewed.trust().since(start));
        },
        retry.in(third));
  }

  Forms.Granted claim(Forms.AskClaims request) {
    return http.call(Calls.CLAIM, request);
  }

  List<Claims.Held> held() {
    return retry.harmless(() -> http.call(Calls.HELD, stay)).held();
  }

  Optional<Job> find(JobId id) {
    Forms.JobRef request = new Forms.JobRef(id, stay);
    return retry.harmless(() -> Optional.ofNullable(http.call(Calls.FIND, request).job()));
  }

  void leave() {
    http.call(Calls.LEAVE, stay, LEAVE_TIMEOUT);
  }
}
