// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/**
 * What a task does, as a class with all of its methods. Most tasks are shorter as lambdas given to
 * {@link Task}. A body may be called by several threads at once when several runs share it.
 *
 * @param <R> what execute returns; stored as JSON
 */
@FunctionalInterface
public interface TaskBody<R> {

  /** Called before execute; an error is that of the task. */
  default void beforeExecute(TaskContext context) throws Exception {}

  /** Does the work. */
  @Nullable R execute(TaskContext context) throws Exception;

  /** Called after execute, also when that failed; an error is that of the task. */
  default void afterExecute(TaskContext context) throws Exception {}

  /** Called before revert; an error is that of the revert. */
  default void beforeRevert(RevertContext context) throws Exception {}

  /**
   * Undoes what execute did, or what is there of it in part if that failed.
   *
   * @return stored as JSON, for people
   */
  default @Nullable Object revert(RevertContext context) throws Exception {
    return null;
  }

  /** Called after revert, also when that failed; an error is that of the revert. */
  default void afterRevert(RevertContext context) throws Exception {}

  /**
   * Whether {@link #revert} does nothing unless it is given the result. An execute that was cut off
   * by the death of its process is then repeated, to learn what is to be undone, also in a flow
   * that is being reverted.
   */
  default boolean revertNeedsResult() {
    return false;
  }

  /** Whether {@link #revert} does anything: for people who want to know before they cancel. */
  default boolean hasRevert() {
    try {
      return !getClass()
          .getMethod("revert", RevertContext.class)
          .getDeclaringClass()
          .equals(TaskBody.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
