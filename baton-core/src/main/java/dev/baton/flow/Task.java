// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.baton.job.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
public final class Task<R> implements Node, Atom {

  private static final JavaType ANY = TypeFactory.defaultInstance().constructType(Object.class);

  private record Head(String name, String version, int priority, @Nullable Duration timeout) {}

  private final Head head;
  private final Inputs inputs;
  private final Inputs revertInputs;
  private final Outputs outputs;
  private final JavaType resultType;
  private final TaskBody<R> body;

  private Task(
      Head head,
      Inputs inputs,
      Inputs revertInputs,
      Outputs outputs,
      JavaType resultType,
      TaskBody<R> body) {
    this.head = head;
    this.inputs = inputs;
    this.revertInputs = revertInputs;
    this.outputs = outputs;
    this.resultType = resultType;
    this.body = body;
  }

  /** A task that does nothing yet. */
  public static Task<Object> named(String name) {
    Names.check("task", name);
    Head head = new Head(name, FIRST_VERSION, 0, null);
    return new Task<>(
        head, Inputs.NONE, Inputs.NONE, new Outputs.Nothing(), ANY, LambdaBody.nothing());
  }

  /** A task that applies a function to each of the symbols and returns the list of the answers. */
  public static <A, B> Task<List<B>> map(
      String name, List<Symbol<A>> over, Function<? super A, ? extends B> function) {
    JavaType list = TypeFactory.defaultInstance().constructCollectionType(List.class, Object.class);
    return Task.named(name)
        .requires(over.toArray(new Symbol<?>[0]))
        .<List<B>>retyped(list, new Outputs.Nothing())
        .execute(task -> {
          List<B> answers = new ArrayList<>();
          over.forEach(symbol -> answers.add(function.apply(task.get(symbol))));
          return answers;
        });
  }

  /**
   * A task that folds the values of the symbols from the left.
   *
   * @throws InvalidFlowException if there are fewer than two
   */
  public static <A> Task<A> reduce(String name, List<Symbol<A>> over, BinaryOperator<A> function) {
    if (over.size() < 2) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "task '" + name + "' reduces " + over.size() + " symbols; give it two or more");
    }
    return Task.named(name)
        .requires(over.toArray(new Symbol<?>[0]))
        .<A>retyped(over.getFirst().type(), new Outputs.Nothing())
        .execute(task -> over.stream().map(task::get).reduce(function).orElseThrow());
  }

  /**
   * A task that posts another job, as a child of the flow's, and waits for its end without holding
   * a thread or an executor. Its result is that of the job; when the job fails or is cancelled, so
   * does the task, with a {@link ChildJobException}. Reverting it undoes what the job did: its flow
   * is reverted, also if it runs still; of a plain action only the end can be had.
   *
   * @param spec makes the job to post; it may be called again, and only the first answer counts
   */
  public static Task<JsonNode> job(String name, Work.Execute<JobSpec> spec) {
    JavaType json = TypeFactory.defaultInstance().constructType(JsonNode.class);
    return Task.named(name).<JsonNode>retyped(json, new Outputs.Nothing()).body(new ChildJob(spec));
  }

  // What it needs.

  /** Adds parameters without which the task cannot start. */
  public Task<R> requires(Symbol<?>... parameters) {
    return with(inputs.withRequired(parameters), revertInputs);
  }

  /** Adds parameters that are left out when nothing provides them. */
  public Task<R> optional(Symbol<?>... parameters) {
    return with(inputs.withOptional(parameters), revertInputs);
  }

  /** Binds a parameter to a symbol of another name, also for the revert. */
  public Task<R> rebind(Symbol<?> parameter, String symbol) {
    return with(inputs.withRebind(parameter.name(), symbol), revertInputs);
  }

  /** Gives this task alone a value, whatever provides the symbol elsewhere. */
  public <T> Task<R> inject(Symbol<T> symbol, @Nullable T value) {
    return with(
        inputs.withInjected(symbol.name(), value), revertInputs.withInjected(symbol.name(), value));
  }

  /**
   * Adds parameters without which the revert cannot start. Without this it can ask for those of
   * execute, as far as they are still there.
   */
  public Task<R> revertRequires(Symbol<?>... parameters) {
    return with(inputs, revertInputs.withRequired(parameters));
  }

  /** Adds parameters of the revert that are left out when nothing provides them. */
  public Task<R> revertOptional(Symbol<?>... parameters) {
    return with(inputs, revertInputs.withOptional(parameters));
  }

  /** Binds a parameter of the revert to a symbol of another name. */
  public Task<R> revertRebind(Symbol<?> parameter, String symbol) {
    return with(inputs, revertInputs.withRebind(parameter.name(), symbol));
  }

  // What it gives.

  /** The result is the value of a symbol. */
  public <T> Task<T> provides(Symbol<T> symbol) {
    return retyped(symbol.type(), new Outputs.Whole(symbol));
  }

  /** The result is a list, whose elements are the values of the symbols, by position. */
  public Task<List<?>> providesEach(Symbol<?>... symbols) {
    JavaType list = TypeFactory.defaultInstance().constructCollectionType(List.class, Object.class);
    return retyped(list, new Outputs.Each(List.of(symbols)));
  }

  /**
   * The result is a map or a record, whose entries of their names are the values of the symbols.
   */
  public Task<Object> providesKeys(Symbol<?>... symbols) {
    return retyped(ANY, new Outputs.Keys(List.of(symbols)));
  }

  /** The result is stored, for the revert, but is the value of no symbol. */
  public <T> Task<T> returns(Class<T> type) {
    return retyped(TypeFactory.defaultInstance().constructType(type), new Outputs.Nothing());
  }

  // What it does.

  /** The work, with a result. */
  public Task<R> execute(Work.Execute<? extends R> work) {
    return lambdas(lambdas().withExecute(work));
  }

  /** The work, without a result. */
  public Task<R> run(Work.Run work) {
    return execute(task -> {
      work.run(task);
      return null;
    });
  }

  /** Undoes a success, given its result. When execute failed, this is not called. */
  public Task<R> revert(Work.Undo<R> undo) {
    return lambdas(lambdas().withRevert(LambdaBody.undo(resultType, undo)));
  }

  /** Undoes a success or what a failure left; which of the two, the context tells. */
  public Task<R> revertAlways(Work.Revert revert) {
    return lambdas(lambdas().withRevert(revert));
  }

  /** Runs before execute. */
  public Task<R> beforeExecute(Work.ExecuteHook hook) {
    return lambdas(lambdas().withExecuteHooks(hook, null));
  }

  /** Runs after execute, also after a failure. */
  public Task<R> afterExecute(Work.ExecuteHook hook) {
    return lambdas(lambdas().withExecuteHooks(null, hook));
  }

  /** Runs before revert. */
  public Task<R> beforeRevert(Work.RevertHook hook) {
    return lambdas(lambdas().withRevertHooks(hook, null));
  }

  /** Runs after revert, also after a failure. */
  public Task<R> afterRevert(Work.RevertHook hook) {
    return lambdas(lambdas().withRevertHooks(null, hook));
  }

  /** The work as a class, in place of all lambdas. */
  public Task<R> body(TaskBody<R> whole) {
    return new Task<>(head, inputs, revertInputs, outputs, resultType, whole);
  }

  // How it is run.

  /** Of tasks that could start at the same moment, those with a higher priority start first. */
  public Task<R> priority(int value) {
    return with(new Head(head.name, head.version, value, head.timeout));
  }

  /**
   * States another version than {@value #FIRST_VERSION}: a stored task of another one is changed.
   */
  public Task<R> version(String value) {
    return with(new Head(head.name, value, head.priority, head.timeout));
  }

  /** How long execute may take; then its thread is interrupted and the task has failed. */
  public Task<R> timeout(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "timeout '" + longest + "' of task '" + head.name + "' is not positive",
          List.of(head.name));
    }
    return with(new Head(head.name, head.version, head.priority, longest));
  }

  // What it is.

  @Override
  public String name() {
    return head.name;
  }

  @Override
  public String version() {
    return head.version;
  }

  @Override
  public int priority() {
    return head.priority;
  }

  /** How long execute may take; null for as long as it likes. */
  public @Nullable Duration timeout() {
    return head.timeout;
  }

  @Override
  public Inputs inputs() {
    return inputs;
  }

  @Override
  public Inputs revertInputs() {
    return revertInputs;
  }

  @Override
  public Outputs outputs() {
    return outputs;
  }

  public TaskBody<R> body() {
    return body;
  }

  @Override
  public Set<String> requires() {
    Set<String> names = new LinkedHashSet<>(inputs.requires());
    names.addAll(revertInputs.requires());
    return names;
  }

  @Override
  public Set<String> provides() {
    return outputs.names();
  }

  @Override
  public String toString() {
    return "task '" + head.name + "'";
  }

  private LambdaBody<R> lambdas() {
    if (body instanceof LambdaBody<R> lambdas) {
      return lambdas;
    }
    throw new InvalidFlowException(
        InvalidFlowException.Defect.INVALID_VALUE,
        "task '"
            + head.name
            + "' has a body of class "
            + body.getClass().getName()
            + "; override its methods in place of giving lambdas",
        List.of(head.name));
  }

  private Task<R> lambdas(LambdaBody<R> lambdas) {
    return new Task<>(head, inputs, revertInputs, outputs, resultType, lambdas);
  }

  private Task<R> with(Head other) {
    return new Task<>(other, inputs, revertInputs, outputs, resultType, body);
  }

  private Task<R> with(Inputs own, Inputs reverting) {
    return new Task<>(head, own, reverting, outputs, resultType, body);
  }

  /** The same with another result; what it executes must be given after this. */
  @SuppressWarnings("unchecked") // A body that returns null, or that the caller has yet to replace.
  private <T> Task<T> retyped(JavaType type, Outputs other) {
    return new Task<>(head, inputs, revertInputs, other, type, (TaskBody<T>) body);
  }
}
