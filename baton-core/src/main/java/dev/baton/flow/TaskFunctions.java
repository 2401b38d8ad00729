// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/** The function types of the lambdas from which a {@link Task} is built. */
public final class TaskFunctions {

  private TaskFunctions() {}

  /** The code of an execute with a result. */
  @FunctionalInterface
  public interface Execute<R> {
    /**
     * Called again after a crash and after each durable wait of the task.
     *
     * @return a value that is stored as JSON; null is stored as JSON null
     * @throws Exception to fail the task
     */
    @Nullable R execute(TaskContext task) throws Exception;
  }

  /** The code of an execute without a result. */
  @FunctionalInterface
  public interface Run {
    /**
     * Called again after a crash and after each durable wait of the task.
     *
     * @throws Exception to fail the task
     */
    void run(TaskContext task) throws Exception;
  }

  /**
   * The code of a revert that undoes only a successful execute. The result is null if execute
   * returned null.
   */
  @FunctionalInterface
  public interface RevertSuccess<R> {
    /**
     * Called only if execute succeeded; it may be called again after a crash.
     *
     * @throws Exception to fail the revert
     */
    void revert(RevertContext task, @Nullable R result) throws Exception;
  }

  /**
   * The code of a revert that undoes a successful or failed execute. The returned value is stored
   * for display.
   */
  @FunctionalInterface
  public interface Revert {
    /**
     * Called after execute succeeded or failed; it may be called again after a crash.
     *
     * @return a value that is stored as JSON, only for display
     * @throws Exception to fail the revert
     */
    @Nullable Object revert(RevertContext task) throws Exception;
  }

  /** Makes the container that undoes another container. */
  @FunctionalInterface
  public interface RevertContainer {
    /**
     * Called when the container has ended. It may be called again after a crash, but only its first
     * result is run.
     *
     * @return null if there is nothing to undo
     */
    @Nullable Container revertContainer(RevertContext task, EndedContainer end) throws Exception;
  }

  /** The code that runs before or after an execute. */
  @FunctionalInterface
  public interface ExecuteHook {
    /**
     * Called in the thread of execute, each time that execute is called.
     *
     * @throws Exception to fail the task
     */
    void run(TaskContext task) throws Exception;
  }

  /** The code that runs before or after a revert. */
  @FunctionalInterface
  public interface RevertHook {
    /**
     * Called in the thread of revert, each time that revert is called.
     *
     * @throws Exception to fail the revert
     */
    void run(RevertContext task) throws Exception;
  }
}
