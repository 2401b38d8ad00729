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
 * One step of a flow: what it needs, what it gives, how it is done and how it is undone.
 *
 * <pre>{@code
 * Task.named("allocate_ip").provides(IP).execute(t -> pool.allocate()).revert((t, ip) -> pool.release(ip))
 * }</pre>
 *
 * <p>Immutable: every method answers another task. Name what it provides before what it executes,
 * since that gives the result its type.
 *
 * @param <R> what execute returns
 */
public final class Task<R> implements FlowNode, Atom {

  private final TaskDeclaration shape;
  private final TaskBody<R> body;

  private Task(TaskDeclaration shape, TaskBody<R> body) {
    this.shape = shape;
    this.body = body;
  }

  /** A task that does nothing yet. */
  public static Task<Object> named(String name) {
    return new Task<>(TaskDeclaration.named(name), LambdaBody.nothing());
  }

  /** A task that applies a function to each of the symbols and returns the list of the answers. */
  public static <A, B> Task<List<B>> map(
      String name, List<Symbol<A>> over, Function<? super A, ? extends B> function) {
    return MapReduceTasks.map(name, over, function);
  }

  /**
   * A task that folds the values of the symbols from the left.
   *
   * @throws InvalidFlowException if there are fewer than two
   */
  public static <A> Task<A> reduce(String name, List<Symbol<A>> over, BinaryOperator<A> function) {
    return MapReduceTasks.reduce(name, over, function);
  }

  /**
   * A task that posts another job, as a child of the flow's, and waits for its end without holding
   * a thread or an executor. Its result is that of the job; when the job fails or is cancelled, so
   * does the task, with a {@link ChildJobException}. Reverting it undoes what the job did: its flow
   * is reverted, also if it runs still; of a plain action only the end can be had.
   *
   * @param spec makes the job to post; it may be called again, and only the first answer counts
   */
  public static Task<JsonNode> job(String name, TaskFunctions.Execute<JobSpec> spec) {
    return named(name).returns(JsonNode.class).body(new ChildJobBody(spec));
  }

  /**
   * A task that runs a program in an engine, as a child of the flow's, and waits for its end as
   * {@link #job} does. A program that fails fails the task, with a {@link ChildJobException}.
   * Reverting it while it runs deletes it; what it did then or before stays.
   *
   * @param container says what to run; may be called again, and only the first answer counts
   */
  public static Task<ContainerResult> container(
      String name, TaskFunctions.Execute<Container> container) {
    return named(name).returns(ContainerResult.class).body(new ContainerBody(container, null));
  }

  /**
   * As above; once it is over, reverting it runs another container, also if it failed or was
   * deleted while it ran. What became of the first one that tells, in variables named {@value
   * EndedContainer#VARIABLE_PREFIX}{@code STATE}, {@code EXIT_CODE}, {@code LAST_LINE}, {@code
   * MESSAGE} and {@code RESULT}, a {@link ContainerResult} as JSON.
   *
   * @param undo says what undoes it; not called where no program was begun
   */
  public static Task<ContainerResult> container(
      String name, TaskFunctions.Execute<Container> container, TaskFunctions.RevertContainer undo) {
    return named(name).returns(ContainerResult.class).body(new ContainerBody(container, undo));
  }

  // What it needs.

  /** Adds parameters without which the task cannot start. */
  public Task<R> requires(Symbol<?>... parameters) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withRequired(parameters)));
  }

  /** Adds parameters that are left out when nothing provides them. */
  public Task<R> optional(Symbol<?>... parameters) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withOptional(parameters)));
  }

  /** Binds a parameter to a symbol of another name, also for the revert. */
  public Task<R> rebind(Symbol<?> parameter, String symbol) {
    return with(shape.mapInputs(atomInputs -> atomInputs.withRebind(parameter.name(), symbol)));
  }

  /** Gives this task alone a value, whatever provides the symbol elsewhere. */
  public <T> Task<R> inject(Symbol<T> symbol, @Nullable T value) {
    return with(shape.withInjected(symbol.name(), value));
  }

  /**
   * Adds parameters without which the revert cannot start. Without this it can ask for those of
   * execute, as far as they are still there.
   */
  public Task<R> revertRequires(Symbol<?>... parameters) {
    return with(shape.mapRevertInputs(atomInputs -> atomInputs.withRequired(parameters)));
  }

  /** Adds parameters of the revert that are left out when nothing provides them. */
  public Task<R> revertOptional(Symbol<?>... parameters) {
    return with(shape.mapRevertInputs(atomInputs -> atomInputs.withOptional(parameters)));
  }

  /** Binds a parameter of the revert to a symbol of another name. */
  public Task<R> revertRebind(Symbol<?> parameter, String symbol) {
    return with(
        shape.mapRevertInputs(atomInputs -> atomInputs.withRebind(parameter.name(), symbol)));
  }

  // What it gives.

  /** The result is the value of a symbol. */
  public <T> Task<T> provides(Symbol<T> symbol) {
    return withResult(TaskResultMapping.whole(symbol));
  }

  /** The result is a list, whose elements are the values of the symbols, by position. */
  public Task<List<?>> providesEach(Symbol<?>... symbols) {
    return withResult(TaskResultMapping.each(symbols));
  }

  /**
   * The result is a map or a record, whose entries of their names are the values of the symbols.
   */
  public Task<Object> providesKeys(Symbol<?>... symbols) {
    return withResult(TaskResultMapping.keys(symbols));
  }

  /** The result is stored, for the revert, but is the value of no symbol. */
  public <T> Task<T> returns(Class<T> type) {
    return withResult(TaskResultMapping.of(type));
  }

  // What it does.

  /** The work, with a result. */
  public Task<R> execute(TaskFunctions.Execute<? extends R> work) {
    return lambdas(lambdas().withExecute(work));
  }

  /** The work, without a result. */
  public Task<R> run(TaskFunctions.Run work) {
    return execute(task -> {
      work.run(task);
      return null;
    });
  }

  /** Undoes a success, given its result. When execute failed, this is not called. */
  public Task<R> revert(TaskFunctions.RevertSuccess<R> revertSuccess) {
    return lambdas(
        lambdas().withRevert(LambdaBody.undo(shape.resultMapping().type(), revertSuccess)));
  }

  /** Undoes a success or what a failure left; which of the two, the context tells. */
  public Task<R> revertAlways(TaskFunctions.Revert revert) {
    return lambdas(lambdas().withRevert(revert));
  }

  /** Runs before execute. */
  public Task<R> beforeExecute(TaskFunctions.ExecuteHook hook) {
    return lambdas(lambdas().withExecuteHooks(hook, null));
  }

  /** Runs after execute, also after a failure. */
  public Task<R> afterExecute(TaskFunctions.ExecuteHook hook) {
    return lambdas(lambdas().withExecuteHooks(null, hook));
  }

  /** Runs before revert. */
  public Task<R> beforeRevert(TaskFunctions.RevertHook hook) {
    return lambdas(lambdas().withRevertHooks(hook, null));
  }

  /** Runs after revert, also after a failure. */
  public Task<R> afterRevert(TaskFunctions.RevertHook hook) {
    return lambdas(lambdas().withRevertHooks(null, hook));
  }

  /** The work as a class, in place of all lambdas. */
  public Task<R> body(TaskBody<R> whole) {
    return new Task<>(shape, whole);
  }

  // How it is run.

  /** Of tasks that could start at the same moment, those with a higher priority start first. */
  public Task<R> priority(int value) {
    return with(shape.with(shape.settings().withPriority(value)));
  }

  /**
   * States another version than {@value #FIRST_VERSION}: a stored task of another one is changed.
   */
  public Task<R> version(String value) {
    return with(shape.with(shape.settings().withVersion(value)));
  }

  /** How long execute may take; then its thread is interrupted and the task has failed. */
  public Task<R> timeout(Duration longest) {
    return with(shape.with(shape.settings().withTimeout(longest)));
  }

  // What it is.

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

  /** How long execute may take; null for as long as it likes. */
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

  /** The same with another result; what it executes must be given after this. */
  @SuppressWarnings("unchecked") // A body that returns null, or that the caller has yet to replace.
  <T> Task<T> withResult(TaskResultMapping result) {
    return new Task<>(shape.withResultMapping(result), (TaskBody<T>) body);
  }
}
