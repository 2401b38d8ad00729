// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.job.JobSpec;
import org.jspecify.annotations.Nullable;

/** The outcome for one element of a bulk job. */
public sealed interface BulkOutcome {

  /** A child job must be posted for the element. */
  record Post(JobSpec child) implements BulkOutcome {}

  /**
   * The element is done. The resource is the resource of the element or a resource that was
   * created.
   */
  record Success(@Nullable String resource) implements BulkOutcome {}

  /** The element failed. Elements with the same reason are counted together. */
  record Failed(String reason, @Nullable String message) implements BulkOutcome {}

  /**
   * There was nothing to do for the element. Elements with the same reason are counted together.
   */
  record Skipped(String reason, @Nullable String message) implements BulkOutcome {}

  /**
   * Returns the outcome that posts a child job for the element; the child job does the operation.
   */
  static BulkOutcome post(JobSpec child) {
    return new Post(child);
  }

  /** Returns the outcome for an element that is done, with the resource of the element. */
  static BulkOutcome success() {
    return new Success(null);
  }

  /**
   * Returns the outcome for an element that is done, with the resource that was created or changed.
   */
  static BulkOutcome success(String resource) {
    return new Success(resource);
  }

  /**
   * Returns the outcome for a failed element. Elements with the same reason are counted together.
   *
   * @param message details about this element; null for none
   */
  static BulkOutcome failed(String reason, @Nullable String message) {
    return new Failed(reason, message);
  }

  /**
   * Returns the outcome for an element with which nothing had to be done.
   *
   * @param message details about this element; null for none
   */
  static BulkOutcome skipped(String reason, @Nullable String message) {
    return new Skipped(reason, message);
  }
}
