// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.flow.FlowNode;
import dev.baton.flow.InvalidFlowException;
import dev.baton.flowrunner.plan.FlowPlan;
import dev.baton.flowrunner.plan.PlanNode;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens flows so that they can be run with a store.
 *
 * <pre>{@code
 * FlowOutcome outcome = runner.flow(definition).forJob(job, token).open().run();
 * }</pre>
 */
public final class FlowRunner {

  private final LogbookStore store;
  private final Clock clock;

  public FlowRunner(LogbookStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Starts to open a flow.
   *
   * @param definition the definition; for a flow that is already stored, the same definition as
   *     before
   */
  public Opening flow(FlowNode definition) {
    return new Opening(definition);
  }

  /** The settings with which a flow is opened. */
  public final class Opening {
    private final FlowNode definition;
    private final List<FlowListener> listeners = new ArrayList<>();
    private FlowOptions options = FlowOptions.DEFAULT;
    private Supplier<SortedMap<String, JsonNode>> signals = TreeMap::new;
    private FlowHost host = FlowHost.NONE;
    private @Nullable JobId job;
    private long token;
    private int round;
    private @Nullable Logbook origin;
    private @Nullable BooleanSupplier interruptedWhen;

    private Opening(FlowNode definition) {
      this.definition = definition;
    }

    /**
     * Sets the job whose action is the flow.
     *
     * @param fencingToken the fencing token of the claim under which the flow runs; every write
     *     carries it
     */
    public Opening forJob(JobId id, long fencingToken) {
      job = id;
      token = fencingToken;
      return this;
    }

    /**
     * Sets the number of failed attempts of the job before the present attempt. The default is 0.
     */
    public Opening round(int failures) {
      round = failures;
      return this;
    }

    public Opening options(FlowOptions value) {
      options = value;
      return this;
    }

    /** Adds a listener. Listeners are called in the order in which they were added. */
    public Opening listen(FlowListener listener) {
      listeners.add(listener);
      return this;
    }

    /**
     * Sets the source of the signals that were sent to the job. The source is read again before the
     * flow waits.
     */
    public Opening signals(Supplier<SortedMap<String, JsonNode>> source) {
      signals = source;
      return this;
    }

    /** Sets the host, through which the flow writes the log of its job and posts child jobs. */
    public Opening host(FlowHost value) {
      host = value;
      return this;
    }

    /**
     * Sets how to distinguish interrupts by which the caller ends the run of the flow from
     * interrupts that code of the flow causes. An interrupt of the second kind is a failure of that
     * code, after which the flow is reverted or runs again. Without this setting, an interrupt is
     * the caller's if it arrives while the run waits, and a failure of the body if it arrives while
     * a body runs on the thread of the run.
     *
     * @param source whether the caller has ended the run. It must become true before the caller
     *     interrupts the thread of the run, and must stay true
     */
    public Opening interruptedWhen(BooleanSupplier source) {
      interruptedWhen = source;
      return this;
    }

    /** Copies the progress of the flow of another job, unless this flow already has progress. */
    public Opening continueFrom(Logbook other) {
      origin = other;
      return this;
    }

    /**
     * Reads the stored progress and compiles the definition. Nothing is run or written.
     *
     * @throws InvalidFlowException if the definition cannot be compiled
     * @throws ConflictException if the definition differs from the definition that ran before, and
     *     the options refuse that
     */
    public FlowRun open() {
      JobId id = job;
      if (id == null) {
        throw new IllegalStateException("the job of the flow is not set");
      }
      Logbook stored = store.find(id).or(() -> copied(id)).orElse(null);
      Map<String, AtomDetail> atoms = stored == null ? Map.of() : stored.atoms();
      FlowPlan plan = EachFlowExpansion.plan(definition, atoms);
      new CheckDefinition(plan, options).check(atoms);
      FlowDetail flow =
          stored == null ? FlowDetail.fresh(id, plan.name(), clock.now()) : stored.flow();
      return open(plan, flow, atoms);
    }

    private FlowRun open(FlowPlan plan, FlowDetail flow, Map<String, AtomDetail> atoms) {
      CallerInterrupts callerInterrupts = new CallerInterrupts(interruptedWhen);
      RunControl runControl =
          new RunControl(
              new RunControl.Identity(flow.job(), flow.name(), token, round, clock, host),
              signals,
              callerInterrupts);
      FlowWriteBuffer.Dependencies dependencies =
          new FlowWriteBuffer.Dependencies(
              new WriteFlowProgress(store, callerInterrupts),
              clock,
              options.commits() == FlowOptions.Commits.EACH,
              new FlowNotifier(flow.job(), List.copyOf(listeners), callerInterrupts),
              token,
              runControl::isSuspendRequested);
      FlowProgress made = new FlowProgress(plan, flow, atoms, new FlowWriteBuffer(dependencies));
      if (flow.revision() == 0) {
        made.markAllChanged();
      }
      return new FlowRun(made, options, runControl, new EachFlowExpansion(definition, made));
    }

    /**
     * Copies the atoms of the other flow and the values that were given to it from outside, but not
     * its state and outcome, because this flow has never run.
     */
    private Optional<Logbook> copied(JobId id) {
      return Optional.ofNullable(origin)
          .map(other ->
              new Logbook(
                  FlowDetail.fresh(id, other.flow().name(), clock.now())
                      .withStore(other.flow().store()),
                  withoutUsedSignals(other.atoms())));
    }
  }

  /**
   * Removes the used signals, because signals that were sent to the other job are not signals to
   * this job.
   */
  private static Map<String, AtomDetail> withoutUsedSignals(Map<String, AtomDetail> atoms) {
    Map<String, AtomDetail> own = new LinkedHashMap<>();
    atoms.forEach((name, atom) -> own.put(name, atom.toBuilder().used(Map.of()).build()));
    return own;
  }

  /** Compares a definition with the stored atoms. */
  private record CheckDefinition(FlowPlan plan, FlowOptions options) {

    void check(Map<String, AtomDetail> stored) {
      List<String> changes = new ArrayList<>();
      for (AtomDetail detail : stored.values()) {
        PlanNode atom = plan.atom(detail.name());
        if (atom != null) {
          checkKind(atom, detail);
        }
        String change = change(atom, detail);
        if (change != null) {
          changes.add("'" + detail.name() + "' (" + detail.state() + ") " + change);
        }
      }
      if (!changes.isEmpty() && options.definitionChange() == FlowOptions.DefinitionChange.REFUSE) {
        throw new ConflictException(
            "flow '"
                + plan.name()
                + "' differs from the stored flow: "
                + changes
                + "; run it with the old definition, or allow its atoms to be mapped by name");
      }
    }

    private static @Nullable String change(@Nullable PlanNode atom, AtomDetail detail) {
      if (!detail.mayHaveEffects()) {
        return null;
      }
      if (atom == null) {
        return "no longer exists";
      }
      return atom.fingerprint.equals(detail.fingerprint()) ? null : "differs";
    }

    private static void checkKind(PlanNode atom, AtomDetail detail) {
      if (atom.isRetry() != (detail.kind() == AtomKind.RETRY)) {
        throw new InvalidFlowException(
            InvalidFlowException.Defect.DUPLICATE_NAME,
            "atom '"
                + detail.name()
                + "' is stored as a "
                + detail.kind()
                + " and cannot become another kind; give it another name",
            List.of(detail.name()));
      }
    }
  }
}
