// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import dev.baton.service.Backoff;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to its flow when an atom in the flow fails. It runs before everything in its
 * flow and may provide values to the flow. Immutable: every method returns a new retry controller.
 */
public final class Retry implements Atom {

  private record Head(@Nullable String name, String version) {}

  private record Policy(boolean revertAll, @Nullable Backoff backoff, List<Class<?>> onlyOn) {}

  private final Head head;
  private final AtomInputs atomInputs;
  private final AtomOutputs atomOutputs;
  private final Policy policy;
  private final RetryController controller;

  private Retry(
      Head head,
      AtomInputs atomInputs,
      AtomOutputs atomOutputs,
      Policy policy,
      RetryController controller) {
    this.head = head;
    this.atomInputs = atomInputs;
    this.atomOutputs = atomOutputs;
    this.policy = policy;
    this.controller = controller;
  }

  /** Allows at most this number of attempts. Provides the number of the attempt, from 1. */
  public static Retry times(int attempts) {
    return by(new BuiltInRetryControllers.Times(attempts));
  }

  /** Reverts the flow at the first failure. An outer retry controller may decide otherwise. */
  public static Retry alwaysRevert() {
    return by(new BuiltInRetryControllers.AlwaysRevert());
  }

  /**
   * Reverts the whole outermost flow at the first failure, whatever outer retry controllers would
   * decide.
   */
  public static Retry alwaysRevertAll() {
    return alwaysRevert().revertAll();
  }

  /** Makes one attempt with each of the values. Provides the value of the attempt. */
  public static Retry forEach(List<?> values) {
    List<?> fixed = List.copyOf(values);
    return by(new BuiltInRetryControllers.ForEach(context -> fixed));
  }

  /**
   * Makes one attempt with each of the values in the list that the symbol has. Provides the value
   * of the attempt.
   */
  public static Retry forEach(Symbol<? extends List<?>> values) {
    return by(new BuiltInRetryControllers.ForEach(context -> context.get(values))).requires(values);
  }

  /** Uses the given controller. */
  public static Retry by(RetryController controller) {
    Policy policy = new Policy(false, null, List.of());
    Head head = new Head(null, FIRST_VERSION);
    return new Retry(head, AtomInputs.NONE, new AtomOutputs.Nothing(), policy, controller);
  }

  /** Sets the name. The default name is {@code <flow>_retry}. */
  public Retry named(String name) {
    FlowNames.check("retry", name);
    return new Retry(new Head(name, head.version), atomInputs, atomOutputs, policy, controller);
  }

  /**
   * Sets the version; the default is {@value #FIRST_VERSION}. A stored retry controller with
   * another version counts as changed.
   */
  public Retry version(String value) {
    return new Retry(new Head(head.name, value), atomInputs, atomOutputs, policy, controller);
  }

  /** Adds required parameters of the controller. */
  public Retry requires(Symbol<?>... parameters) {
    return with(atomInputs.withRequired(parameters));
  }

  /** Adds parameters of the controller that are left out if nothing provides them. */
  public Retry optional(Symbol<?>... parameters) {
    return with(atomInputs.withOptional(parameters));
  }

  /** Binds a parameter to a symbol with another name. */
  public Retry rebind(Symbol<?> parameter, String symbol) {
    return with(atomInputs.withRebind(parameter.name(), symbol));
  }

  /**
   * Sets the value of a symbol for this retry controller only. It hides all providers of the
   * symbol.
   */
  public <T> Retry inject(Symbol<T> symbol, @Nullable T value) {
    return with(atomInputs.withInjected(symbol.name(), value));
  }

  /** Provides the result of the controller to the atoms of the flow. */
  public Retry provides(Symbol<?> symbol) {
    return with(new AtomOutputs.Whole(symbol));
  }

  /** Provides the elements of the list that the controller returns, by position. */
  public Retry providesEach(Symbol<?>... symbols) {
    return with(new AtomOutputs.Each(List.of(symbols)));
  }

  /** Provides the entries of the map that the controller returns, by name. */
  public Retry providesKeys(Symbol<?>... symbols) {
    return with(new AtomOutputs.Keys(List.of(symbols)));
  }

  /**
   * When this retry controller decides not to run its flow again, reverts the whole outermost flow
   * whatever outer retry controllers would decide.
   */
  public Retry revertAll() {
    return with(new Policy(true, policy.backoff, policy.onlyOn));
  }

  /** Waits between attempts. The wait is durable: a restart neither shortens it nor loses it. */
  public Retry backoff(Backoff backoff) {
    return with(new Policy(policy.revertAll, backoff, policy.onlyOn));
  }

  /**
   * Runs the flow again only after failures of these kinds, and reverts it after all other
   * failures.
   */
  public Retry onlyOn(Class<?>... kinds) {
    for (Class<?> kind : kinds) {
      if (!Throwable.class.isAssignableFrom(kind)) {
        throw new InvalidFlowException(
            InvalidFlowException.Defect.WRONG_TYPE,
            "a retry cannot be limited to '" + kind.getName() + "'; expected exception classes");
      }
    }
    return with(new Policy(policy.revertAll, policy.backoff, List.of(kinds)));
  }

  /**
   * The name. A retry controller without an explicit name gets its name when it is given to a flow.
   */
  @Override
  public String name() {
    if (head.name == null) {
      throw new IllegalStateException("the retry has no name; name it, or set it in a flow first");
    }
    return head.name;
  }

  @Override
  public String version() {
    return head.version;
  }

  @Override
  public AtomInputs inputs() {
    return atomInputs;
  }

  @Override
  public AtomInputs revertInputs() {
    return AtomInputs.NONE;
  }

  @Override
  public AtomOutputs outputs() {
    return atomOutputs;
  }

  @Override
  public int priority() {
    return 0;
  }

  /** The code that decides after a failure. */
  public RetryController controller() {
    return controller;
  }

  /**
   * Whether this retry controller reverts the whole outermost flow when it decides not to run its
   * flow again.
   */
  public boolean revertsAll() {
    return policy.revertAll;
  }

  /** The delays before the repetitions; null to repeat at once. */
  public @Nullable Backoff backoff() {
    return policy.backoff;
  }

  /** Whether a failure of this kind allows another attempt. */
  public boolean isWorthRetrying(Failure failure) {
    return policy.onlyOn.isEmpty() || policy.onlyOn.stream().anyMatch(failure::isA);
  }

  /** Whether Baton provides the controller. Such a controller has no side effects. */
  public boolean isBuiltIn() {
    return controller instanceof BuiltInRetryControllers.BuiltIn;
  }

  Set<String> provides() {
    return atomOutputs.names();
  }

  Retry in(String flow) {
    return head.name == null ? named(flow + "_retry") : this;
  }

  @Override
  public String toString() {
    return "retry '" + head.name + "'";
  }

  private Retry with(AtomInputs other) {
    return new Retry(head, other, atomOutputs, policy, controller);
  }

  private Retry with(AtomOutputs other) {
    return new Retry(head, atomInputs, other, policy, controller);
  }

  private Retry with(Policy other) {
    return new Retry(head, atomInputs, atomOutputs, other, controller);
  }
}
