// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import dev.baton.job.Job;
import org.jspecify.annotations.Nullable;

/** A unique key in the namespace of its owner. */
record UniqueKey(String scope, String key) {

  /** The key of a job, if it has one. */
  static @Nullable UniqueKey of(Job job) {
    String key = job.spec().uniqueKey();
    return key == null ? null : new UniqueKey(job.origin().keyScope(), key);
  }
}
