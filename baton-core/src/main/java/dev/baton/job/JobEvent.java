// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a job's history.
 *
 * @param number grows with time over all jobs; for a short time, an event may be visible before an
 *     event with a smaller number
 * @param at the time of the event by the store's clock
 * @param state the state of the job after the event
 * @param attempt the attempt in which the event happened
 * @param owner the job's {@code owner} after the event: the executor that runs the job or ran it
 *     last; null if no executor has started it
 * @param note a few words, such as the reason of a failure; at most 1,000 characters
 */
public record JobEvent(
    long number,
    JobId job,
    Instant at,
    Kind kind,
    JobState state,
    int attempt,
    @Nullable String owner,
    @Nullable String note) {

  public enum Kind {
    POSTED,
    STARTED,
    /**
     * The job was started again after its executor died or abandoned it. The earlier attempt did
     * not fail.
     */
    RESUMED,
    /** The attempt failed, and another attempt follows. */
    RETRIED,
    /** The job waits without an executor for a time or a signal. The attempt did not fail. */
    WAITING,
    /** The executor abandoned the job, so that another executor resumes it. */
    ABANDONED,
    /** The lease expired, because the executor died or lost its connection. */
    LOST,
    PARKED,
    /** A request through the API changed the state of the job, and the new state is not final. */
    EDITED,
    ENDED;

    /** The name of the kind in documents and streams. */
    public String apiName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
