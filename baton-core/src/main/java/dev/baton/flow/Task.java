// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow: its inputs, its outputs, the code that executes it and the code that reverts
 * it.
 *
 * <pre>{@code
 * Task.named("allocate_ip").provides(IP).execute(t -> pool.allocate()).revert((t, ip) -> pool.release(ip))
 * }</pre>
 *
 * <p>Immutable: every method returns a new task. Call {@link #provides} or {@link #returns} before
 * {@link #execute}, because they set the type of the result.
 *
 * @param <R> the type of the result of execute
 */
public final class Task<R> implements FlowNode, Atom {

  private final TaskDeclaration shape;
  private final TaskBody<R> body;

  private Task(TaskDeclaration shape, TaskBody<R> body) {
    this.shape = shape;
    this.body = body;
  }

  /** Creates a task that does nothing yet. */
  public static Task<Object> named(String name) {
    return new Task<>(TaskDeclaration.named(name), LambdaBody.nothing());
  }

  /**
   * Creates a task that applies a function to the value of each symbol and returns the list of the
   * results.
   */
  public static <A, B> Task<List<B>> map(
      String name, List<Symbol<A>> over, Function<? super A, ? extends B> function) {
    return MapReduceTasks.map(name, over, function);
  }

  /**
   * Creates a task that folds the values of the symbols from the left.
   *
   * @throws InvalidFlowException if there are fewer than two symbols
   */
  public static <A> Task<A> reduce(String name, List<Symbol<A>> over, BinaryOperator<A> function) {
    return MapReduceTasks.reduce(name, over, function);
  }

  /**
   * Creates a task that posts a child job of the flow's job and waits for its end without holding a
   * thread or an executor. The result of the job is the result of the task. If the job fails or is
   * cancelled, the task fails with a {@link ChildJobException}. The revert of the task reverts the
   * flow of the job, also while that flow still runs. For a job with a plain action, the revert can
   * only end the job.
   *
   * @param spec makes the job to post; it may be called again, but only its first result is posted
   */
  public static Task<JsonNode> job(String name, TaskFunctions.Execute<JobSpec> spec) {
    return named(name).returns(JsonNode.class).body(new ChildJobBody(spec));
  }

  /**
   * Creates a task that runs a program in an engine as a child job of the flow's job, and waits for
   * its end as {@link #job} does. If the program fails, the task fails with a {@link
   * ChildJobException}. The revert of the task deletes a program that still runs. It does not undo
   * any effects of the program.
   *
   * @param container makes the container to run; it may be called again, but only its first result
   *     is run
   */
  public static Task<ContainerResult> container(
      String name, TaskFunctions.Execute<Container> container) {
    return named(name).returns(ContainerResult.class).body(new ContainerBody(container, null));
  }

  /**
   * Creates a container task with an undo container. After the container has ended, the revert of
   * the task runs the undo container, also if the container failed or was deleted while it ran. The
   * undo container gets the end of the first container in the variables {@value
   * EndedContainer#VARIABLE_PREFIX}{@code STATE}, {@code EXIT_CODE}, {@code LAST_LINE}, {@code
   * MESSAGE} and {@code RESULT} (all with the same prefix). {@code RESULT} is a {@link
   * ContainerResult} as JSON.
   *
   * @param revertOf makes the undo container; not called if no program was started
   */
  public static Task<ContainerResult> container(
      String name,
      TaskFunctions.Execute<Container> container,
      TaskFunctions.RevertContainer revertOf) {
    return named(name).returns(ContainerResult.class).body(new ContainerBody(container, revertOf));
  }

  /** Adds parameters without which the task cannot start. */
  public Task<R> requires(Symbol<?>... parameters) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withRequired(parameters)));
  }

  /** Adds parameters that are left out if nothing provides them. */
  public Task<R> optional(Symbol<?>... parameters) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withOptional(parameters)));
  }

  /** Binds a parameter to a symbol with another name, for execute and revert. */
  public Task<R> rebind(Symbol<?> parameter, String symbol) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withRebind(parameter.name(), symbol)));
  }

  /** Sets the value of a symbol for this task only. It hides all providers of the symbol. */
  public <T> Task<R> inject(Symbol<T> symbol, @Nullable T value) {
    return with(shape.withInjected(symbol.name(), value));
  }

  /**
   * Adds parameters without which the revert cannot start. Without such a declaration, the revert
   * can read the parameters of execute whose values still exist.
   */
  public Task<R> revertRequires(Symbol<?>... parameters) {
    return with(shape.mapRevertInputs(atomInputs -> atomInputs.withRequired(parameters)));
  }

  /** Adds parameters of the revert that are left out if nothing provides them. */
  public Task<R> revertOptional(Symbol<?>... parameters) {
    return with(shape.mapRevertInputs(atomInputs -> atomInputs.withOptional(parameters)));
  }

  /** Binds a parameter of the revert to a symbol with another name. */
  public Task<R> revertRebind(Symbol<?> parameter, String symbol) {
    return with(
        shape.mapRevertInputs(atomInputs -> atomInputs.withRebind(parameter.name(), symbol)));
  }

  /** Makes the result the value of a symbol. */
  public <T> Task<T> provides(Symbol<T> symbol) {
    return withResult(TaskResultMapping.whole(symbol));
  }

  /**
   * Declares that the result is a list whose elements are the values of the symbols, by position.
   */
  public Task<List<?>> providesEach(Symbol<?>... symbols) {
    return withResult(TaskResultMapping.each(symbols));
  }

  /**
   * Declares that the result is a map or a record whose entries are the values of the symbols with
   * the same names.
   */
  public Task<Object> providesKeys(Symbol<?>... symbols) {
    return withResult(TaskResultMapping.keys(symbols));
  }

  /**
   * Declares the type of a result that is stored for the revert but is not the value of any symbol.
   */
  public <T> Task<T> returns(Class<T> type) {
    return withResult(TaskResultMapping.of(type));
  }

  /** Sets the code of execute, with a result. */
  public Task<R> execute(TaskFunctions.Execute<? extends R> work) {
    return lambdas(lambdas().withExecute(work));
  }

  /** Sets the code of execute, without a result. */
  public Task<R> run(TaskFunctions.Run work) {
    return execute(task -> {
      work.run(task);
      return null;
    });
  }

  /**
   * Sets the code that undoes a successful execute, given its result. It is not called if execute
   * failed.
   */
  public Task<R> revert(TaskFunctions.RevertSuccess<R> revertSuccess) {
    return lambdas(
        lambdas().withRevert(LambdaBody.revertOf(shape.resultMapping().type(), revertSuccess)));
  }

  /**
   * Sets the code that undoes a successful or failed execute. The context shows whether execute
   * failed.
   */
  public Task<R> revertAlways(TaskFunctions.Revert revert) {
    return lambdas(lambdas().withRevert(revert));
  }

  /** Sets the code that runs before execute. */
  public Task<R> beforeExecute(TaskFunctions.ExecuteHook hook) {
    return lambdas(lambdas().withBeforeExecute(hook));
  }

  /** Sets the code that runs after execute, also after a failure. */
  public Task<R> afterExecute(TaskFunctions.ExecuteHook hook) {
    return lambdas(lambdas().withAfterExecute(hook));
  }

  /** Sets the code that runs before revert. */
  public Task<R> beforeRevert(TaskFunctions.RevertHook hook) {
    return lambdas(lambdas().withBeforeRevert(hook));
  }

  /** Sets the code that runs after revert, also after a failure. */
  public Task<R> afterRevert(TaskFunctions.RevertHook hook) {
    return lambdas(lambdas().withAfterRevert(hook));
  }

  /** Sets the body as a class instead of lambdas. */
  public Task<R> body(TaskBody<R> whole) {
    return new Task<>(shape, whole);
  }

  /**
   * Sets the priority. Of the tasks that can start at the same moment, those with a higher priority
   * start first.
   */
  public Task<R> priority(int value) {
    return with(shape.with(shape.settings().withPriority(value)));
  }

  /**
   * Sets the version; the default is {@value #FIRST_VERSION}. A stored task with another version
   * counts as changed.
   */
  public Task<R> version(String value) {
    return with(shape.with(shape.settings().withVersion(value)));
  }

  /**
   * Sets how long execute may take. After this time its thread is interrupted and the task has
   * failed.
   */
  public Task<R> timeout(Duration longest) {
    return with(shape.with(shape.settings().withTimeout(longest)));
  }

  @Override
  public String name() {
    return shape.settings().name();
  }

  @Override
  public String version() {
    return shape.settings().version();
  }

  @Override
  public int priority() {
    return shape.settings().priority();
  }

  /** How long execute may take; null if there is no limit. */
  public @Nullable Duration timeout() {
    return shape.settings().timeout();
  }

  @Override
  public AtomInputs inputs() {
    return shape.inputs();
  }

  @Override
  public AtomInputs revertInputs() {
    return shape.revertInputs();
  }

  @Override
  public AtomOutputs outputs() {
    return shape.resultMapping().outputs();
  }

  /** The code of the task. */
  public TaskBody<R> body() {
    return body;
  }

  @Override
  public Set<String> requires() {
    return inputs().requiresWith(revertInputs());
  }

  @Override
  public Set<String> provides() {
    return outputs().names();
  }

  @Override
  public String toString() {
    return "task '" + name() + "'";
  }

  private LambdaBody<R> lambdas() {
    return LambdaBody.of(body, name());
  }

  private Task<R> lambdas(LambdaBody<R> lambdas) {
    return new Task<>(shape, lambdas);
  }

  private Task<R> with(TaskDeclaration other) {
    return new Task<>(other, body);
  }

  /** Sets the result type. It must be called before the code of execute is set. */
  @SuppressWarnings("unchecked") // The body returns only null, or the caller replaces it.
  <T> Task<T> withResult(TaskResultMapping result) {
    return new Task<>(shape.withResultMapping(result), (TaskBody<T>) body);
  }
}
