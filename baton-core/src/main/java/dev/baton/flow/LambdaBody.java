// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task body that consists of lambdas. An absent lambda does nothing. */
record LambdaBody<R>(
    TaskFunctions.Execute<? extends R> execute,
    TaskFunctions.@Nullable Revert revert,
    TaskFunctions.@Nullable ExecuteHook beforeExecute,
    TaskFunctions.@Nullable ExecuteHook afterExecute,
    TaskFunctions.@Nullable RevertHook beforeRevert,
    TaskFunctions.@Nullable RevertHook afterRevert)
    implements TaskBody<R> {

  static <R> LambdaBody<R> nothing() {
    return new LambdaBody<>(task -> null, null, null, null, null, null);
  }

  /**
   * Returns the body of a task as lambdas.
   *
   * @throws InvalidFlowException if the body does not consist of lambdas
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
            + "; override the methods of that class instead of giving lambdas",
        List.of(task));
  }

  LambdaBody<R> withExecute(TaskFunctions.Execute<? extends R> work) {
    return new LambdaBody<>(work, revert, beforeExecute, afterExecute, beforeRevert, afterRevert);
  }

  LambdaBody<R> withRevert(TaskFunctions.Revert work) {
    return new LambdaBody<>(execute, work, beforeExecute, afterExecute, beforeRevert, afterRevert);
  }

  LambdaBody<R> withBeforeExecute(TaskFunctions.ExecuteHook hook) {
    return new LambdaBody<>(execute, revert, hook, afterExecute, beforeRevert, afterRevert);
  }

  LambdaBody<R> withAfterExecute(TaskFunctions.ExecuteHook hook) {
    return new LambdaBody<>(execute, revert, beforeExecute, hook, beforeRevert, afterRevert);
  }

  LambdaBody<R> withBeforeRevert(TaskFunctions.RevertHook hook) {
    return new LambdaBody<>(execute, revert, beforeExecute, afterExecute, hook, afterRevert);
  }

  LambdaBody<R> withAfterRevert(TaskFunctions.RevertHook hook) {
    return new LambdaBody<>(execute, revert, beforeExecute, afterExecute, beforeRevert, hook);
  }

  /** Returns a revert that is called with the result, and only if execute succeeded. */
  static <R> TaskFunctions.Revert revertOf(
      JavaType type, TaskFunctions.RevertSuccess<R> revertSuccess) {
    return new RevertIfSucceeded<>(type, revertSuccess);
  }

  private record RevertIfSucceeded<R>(JavaType type, TaskFunctions.RevertSuccess<R> revertOf)
      implements TaskFunctions.Revert {
    @Override
    public @Nullable Object revert(RevertContext context) throws Exception {
      JsonNode result = context.result().orElse(null);
      if (result != null) {
        revertOf.revert(context, JsonValues.<R>read(result, type));
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
    return revert instanceof RevertIfSucceeded<?>;
  }

  @Override
  public boolean hasRevert() {
    return revert != null;
  }
}
