// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task's body made of lambdas; those that are absent do nothing. */
record LambdaBody<R>(
    Work.Execute<? extends R> execute,
    Work.@Nullable Revert revert,
    Work.@Nullable ExecuteHook beforeExecute,
    Work.@Nullable ExecuteHook afterExecute,
    Work.@Nullable RevertHook beforeRevert,
    Work.@Nullable RevertHook afterRevert)
    implements TaskBody<R> {

  static <R> LambdaBody<R> nothing() {
    return new LambdaBody<>(task -> null, null, null, null, null, null);
  }

  /**
   * The body of a task, if it is made of lambdas.
   *
   * @throws InvalidFlowException if it is not
   */
  static <R> LambdaBody<R> of(TaskBody<R> body, String task) {
    if (body instanceof LambdaBody<R> lambdas) {
      return lambdas;
    }
    throw new InvalidFlowException(
        InvalidFlowException.Defect.INVALID_VALUE,
        "task '"
            + task
            + "' has a body of class "
            + body.getClass().getName()
            + "; override its methods in place of giving lambdas",
        List.of(task));
  }

  LambdaBody<R> withExecute(Work.Execute<? extends R> work) {
    return new LambdaBody<>(work, revert, beforeExecute, afterExecute, beforeRevert, afterRevert);
  }

  LambdaBody<R> withRevert(Work.Revert work) {
    return new LambdaBody<>(execute, work, beforeExecute, afterExecute, beforeRevert, afterRevert);
  }

  LambdaBody<R> withExecuteHooks(
      Work.@Nullable ExecuteHook before, Work.@Nullable ExecuteHook after) {
    return new LambdaBody<>(
        execute,
        revert,
        before == null ? beforeExecute : before,
        after == null ? afterExecute : after,
        beforeRevert,
        afterRevert);
  }

  LambdaBody<R> withRevertHooks(Work.@Nullable RevertHook before, Work.@Nullable RevertHook after) {
    return new LambdaBody<>(
        execute,
        revert,
        beforeExecute,
        afterExecute,
        before == null ? beforeRevert : before,
        after == null ? afterRevert : after);
  }

  /** A revert that is called for successes only, with the result. */
  static <R> Work.Revert undo(JavaType type, Work.Undo<R> undo) {
    return new UndoSuccess<>(type, undo);
  }

  private record UndoSuccess<R>(JavaType type, Work.Undo<R> undo) implements Work.Revert {
    @Override
    public @Nullable Object revert(RevertContext context) throws Exception {
      JsonNode result = context.result().orElse(null);
      if (result != null) {
        undo.revert(context, Values.<R>read(result, type));
      }
      return null;
    }
  }

  @Override
  public void beforeExecute(TaskContext context) throws Exception {
    if (beforeExecute != null) {
      beforeExecute.run(context);
    }
  }

  @Override
  public @Nullable R execute(TaskContext context) throws Exception {
    return execute.execute(context);
  }

  @Override
  public void afterExecute(TaskContext context) throws Exception {
    if (afterExecute != null) {
      afterExecute.run(context);
    }
  }

  @Override
  public void beforeRevert(RevertContext context) throws Exception {
    if (beforeRevert != null) {
      beforeRevert.run(context);
    }
  }

  @Override
  public @Nullable Object revert(RevertContext context) throws Exception {
    return revert == null ? null : revert.revert(context);
  }

  @Override
  public void afterRevert(RevertContext context) throws Exception {
    if (afterRevert != null) {
      afterRevert.run(context);
    }
  }

  @Override
  public boolean revertNeedsResult() {
    return revert instanceof UndoSuccess<?>;
  }

  @Override
  public boolean hasRevert() {
    return revert != null;
  }
}
