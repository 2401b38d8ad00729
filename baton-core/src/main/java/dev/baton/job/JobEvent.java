// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job.
 *
 * @param number grows with time over all jobs; later ones may for a moment become visible earlier
 * @param at when, by the store's clock
 * @param state the state after it
 * @param attempt the attempt that it belongs to
 * @param owner the executor that it concerns, if any: the job's {@code owner} after it
 * @param note a few words, such as the reason of a failure; bounded to 1,000 characters
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

  /** What happened. */
  public enum Kind {
    POSTED,
    STARTED,
    /** Started again after its executor died or gave it back; the attempt before did not fail. */
    RESUMED,
    /** The attempt failed; another follows. */
    RETRIED,
    /** It waits, off its executor, for a time or a signal; the attempt did not fail. */
    WAITING,
    /** Its executor gave it back, to be resumed. */
    ABANDONED,
    /** Its executor died or was cut off: the lease ran out. */
    LOST,
    PARKED,
    /** Somebody changed its state through the API, without ending it. */
    EDITED,
    ENDED;

    /** The name in documents and streams. */
    public String apiName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
