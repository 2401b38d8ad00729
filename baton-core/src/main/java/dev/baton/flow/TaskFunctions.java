// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import org.jspecify.annotations.Nullable;

/** The lambdas that a {@link Task} can be given. */
public final class TaskFunctions {

  private TaskFunctions() {}

  /** Does the work and returns its result. */
  @FunctionalInterface
  public interface Execute<R> {
    @Nullable R execute(TaskContext task) throws Exception;
  }

  /** Does work without a result. */
  @FunctionalInterface
  public interface Run {
    void run(TaskContext task) throws Exception;
  }

  /** Undoes a success; the result is null if execute returned null. */
  @FunctionalInterface
  public interface RevertSuccess<R> {
    void revert(RevertContext task, @Nullable R result) throws Exception;
  }

  /** Undoes a success or what a failure left; what it returns is stored. */
  @FunctionalInterface
  public interface Revert {
    @Nullable Object revert(RevertContext task) throws Exception;
  }

  /** Says which container undoes another one. */
  @FunctionalInterface
  public interface RevertContainer {
    /**
     * Called when the container is over, again after a crash; only the first answer counts.
     *
     * @return null if there is nothing to undo
     */
    @Nullable Container undo(RevertContext task, EndedContainer end) throws Exception;
  }

  /** Runs around execute. */
  @FunctionalInterface
  public interface ExecuteHook {
    void run(TaskContext task) throws Exception;
  }

  /** Runs around revert. */
  @FunctionalInterface
  public interface RevertHook {
    void run(RevertContext task) throws Exception;
  }
}
