// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits how long the output of a pod may be unreachable. For one thread. */
final class ReadFailureLimit {

  private static final Duration MAX_FAILING_TIME = Duration.ofSeconds(5);

  private final RetryIdempotentCalls retry;
  // The end of the time allowed for failures; null while reading works.
  private @Nullable Deadline end;

  ReadFailureLimit(RetryIdempotentCalls retry) {
    this.retry = retry;
  }

  /** Records a failure. Returns false if the output was unreachable for 5 s. */
  boolean allowAnotherRead() {
    Deadline limit = end == null ? retry.deadlineAfter(MAX_FAILING_TIME) : end;
    end = limit;
    return !retry.isPast(limit);
  }

  /** Records that reading works. */
  void clear() {
    end = null;
  }
}
