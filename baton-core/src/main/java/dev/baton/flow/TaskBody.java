// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/**
 * The code of a task as a class. For most tasks, lambdas given to {@link Task} are shorter. If
 * several runs share a body, several threads may call it at the same time.
 *
 * @param <R> the type of the result of execute, which is stored as JSON
 */
@FunctionalInterface
public interface TaskBody<R> {

  /** Called before execute. An error here fails the task. */
  default void beforeExecute(TaskContext context) throws Exception {}

  /**
   * Executes the task. Called again after a crash and after each durable wait of the task.
   *
   * @return the result, which is stored as JSON and gives the symbols of the task their values
   * @throws Exception to fail the task
   */
  @Nullable R execute(TaskContext context) throws Exception;

  /** Called after execute, also if execute failed. An error here fails the task. */
  default void afterExecute(TaskContext context) throws Exception {}

  /** Called before revert. An error here fails the revert. */
  default void beforeRevert(RevertContext context) throws Exception {}

  /**
   * Undoes execute. If execute failed, it may have done a part of its work.
   *
   * @return a value that is stored as JSON, only for display
   */
  default @Nullable Object revert(RevertContext context) throws Exception {
    return null;
  }

  /** Called after revert, also if revert failed. An error here fails the revert. */
  default void afterRevert(RevertContext context) throws Exception {}

  /**
   * Whether {@link #revert} does nothing without the result of execute. If so, an execute that was
   * interrupted by the death of its process is executed again to learn its result, even in a flow
   * that is being reverted.
   */
  default boolean revertNeedsResult() {
    return false;
  }

  /** Whether {@link #revert} does anything. Baton shows this to users before they cancel a job. */
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
