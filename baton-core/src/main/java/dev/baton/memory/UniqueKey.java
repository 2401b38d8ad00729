// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.Job;
import org.jspecify.annotations.Nullable;

/** A unique key with the namespace in which it is unique. */
record UniqueKey(String scope, String key) {

  /** Returns the unique key of a job; null if it has none. */
  static @Nullable UniqueKey of(Job job) {
    String key = job.spec().uniqueKey();
    return key == null ? null : new UniqueKey(job.origin().keyScope(), key);
  }
}
