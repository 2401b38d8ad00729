// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.board.Admission.ActionVersion;
import dev.baton.board.ExternalBoardStore.BoardState;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The conditions that a job must meet before an executor may claim it. Each gate has the check that
 * it needs, and explains itself to users. A gate that does not depend on the executor also says
 * what a board outside the store does with the entry of a job that the gate holds back. Boards and
 * {@code why} use the same checks.
 */
public enum Gate {
  /**
   * The job is not final, and nobody runs it outside the board. A queued job always passes, so
   * {@code why}, which explains queued jobs, has no line for this gate.
   */
  STATE {
    @Override
    boolean admits(ClaimCandidate candidate) {
      return switch (candidate.job().state()) {
        case QUEUED -> true;
        case RUNNING ->
            switch (candidate.holder()) {
              case NOBODY, CLAIM -> true;
              case CLIENT, PARKED -> false;
            };
        case SUCCESS, FAILED, CANCELED -> false;
      };
    }

    @Override
    BoardState boardState(ClaimCandidate candidate) {
      return candidate.holder() == ClaimCandidate.Holder.CLIENT
              && !candidate.job().state().isFinal()
          ? BoardState.FOREIGN_RUN
          : BoardState.OFF_BOARD;
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of();
    }
  },

  /**
   * The job is not a waiting pull job. Only the executor that is told its id may run such a job.
   */
  MODE {
    @Override
    boolean admits(ClaimCandidate candidate) {
      return !candidate.isQueued() || candidate.job().spec().mode() != ExecutionMode.PULL;
    }

    @Override
    BoardState boardState(ClaimCandidate candidate) {
      return BoardState.OFF_BOARD;
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of(
          whyInput.passes(MODE)
              ? GateState.open("mode", "executors may claim it")
              : GateState.closed(
                  "mode",
                  "it is a pull job: only an executor that is told its id can run it",
                  whyInput.since()));
    }
  },

  /** The job is due. */
  DELAY {
    @Override
    boolean admits(ClaimCandidate candidate) {
      Instant notBefore = candidate.job().spec().notBefore();
      return !candidate.isQueued() || notBefore == null || !notBefore.isAfter(candidate.now());
    }

    @Override
    BoardState boardState(ClaimCandidate candidate) {
      return BoardState.NOT_DUE;
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of(new ExplainGates(whyInput).delay());
    }
  },

  /** No executor has claimed the job. */
  CLAIMED {
    @Override
    boolean admits(ClaimCandidate candidate) {
      return candidate.holder() != ClaimCandidate.Holder.CLAIM;
    }

    @Override
    BoardState boardState(ClaimCandidate candidate) {
      return BoardState.CLAIMED;
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of(
          new ExplainGates(whyInput).board(),
          whyInput.passes(CLAIMED)
              ? GateState.open("claimed", "no executor has claimed it")
              : GateState.closed(
                  "claimed",
                  "claimed by " + whyInput.claimedBy() + ", about to start",
                  whyInput.since()));
    }
  },

  /** The executor provides the action of the job. */
  ACTION {
    @Override
    boolean needsAnExecutor() {
      return true;
    }

    @Override
    boolean admits(ActionVersion actionVersion, GateAdmission executor) {
      return executor.provides(actionVersion.action());
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      ExplainGates explain = new ExplainGates(whyInput);
      return List.of(explain.executors(), explain.action());
    }
  },

  /**
   * The version of the job is not too high for this release. A version that is too low passes,
   * because no executor supports it any more: the executor that claims the job ends it as FAILED
   * with a message.
   */
  VERSION {
    @Override
    boolean admits(ActionVersion actionVersion, GateAdmission executor) {
      return supports(actionVersion.version());
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      int version = whyInput.job().spec().version();
      return List.of(
          supports(version)
              ? GateState.open("version", "Baton runs jobs of version " + version)
              : GateState.closed(
                  "version",
                  "version "
                      + version
                      + " is newer than the "
                      + JobSpec.VERSION
                      + " that Baton's executors support",
                  whyInput.since()));
    }

    private static boolean supports(int version) {
      return version <= JobSpec.VERSION;
    }
  },

  /** The executor has the capabilities that the job requires. */
  CAPABILITY {
    @Override
    boolean needsAnExecutor() {
      return true;
    }

    @Override
    Optional<String> refusal(Job job, GateAdmission executor) {
      for (String name : job.spec().requires()) {
        Optional<String> reason = executor.refusal(name, job);
        if (reason.isPresent()) {
          return Optional.of("capability '" + name + "': " + reason.get());
        }
      }
      return Optional.empty();
    }

    @Override
    String need(JobSpec spec) {
      return CapabilityGate.need(spec.requires());
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of(CapabilityGate.of(whyInput));
    }
  },

  /**
   * The executor has a free slot. Boards do not check this gate: the executor passes the number of
   * its free slots as the maximum of {@link BoardSession#claim}.
   */
  SLOTS {
    @Override
    boolean needsAnExecutor() {
      return true;
    }

    @Override
    public List<GateState> explain(WhyInput whyInput) {
      return List.of(new ExplainGates(whyInput).slots());
    }
  };

  /** Whether this gate is open for the job. True for a gate that depends on the executor. */
  boolean admits(ClaimCandidate candidate) {
    return true;
  }

  /**
   * Returns the state on an external board of a job for which this gate is closed.
   *
   * @throws IllegalStateException if the gate depends on the executor, so that it says nothing
   *     about the job alone
   */
  BoardState boardState(ClaimCandidate candidate) {
    throw new IllegalStateException(this + " depends on the executor");
  }

  /**
   * Whether this gate lets the executor run jobs with this action and version. True for a gate that
   * does not depend on them.
   */
  boolean admits(ActionVersion actionVersion, GateAdmission executor) {
    return true;
  }

  /**
   * Returns why this gate is closed for the job at this executor; empty if it is open. May block on
   * I/O.
   */
  Optional<String> refusal(Job job, GateAdmission executor) {
    return Optional.empty();
  }

  static boolean accept(ActionVersion actionVersion, GateAdmission executor) {
    return Arrays.stream(values()).allMatch(gate -> gate.admits(actionVersion, executor));
  }

  static AdmissionDecision decide(Job job, GateAdmission executor) {
    for (Gate gate : values()) {
      Optional<String> reason = gate.refusal(job, executor);
      if (reason.isPresent()) {
        return new AdmissionDecision.NotNow(gate, reason.get());
      }
    }
    return new AdmissionDecision.Admitted();
  }

  /** Explains the gate of a queued job, in one or more lines. */
  public abstract List<GateState> explain(WhyInput whyInput);

  /**
   * Whether the gate is open if one of the executors that pass the earlier gates passes this gate.
   * If there are no such executors, the gate says nothing about the job.
   */
  boolean needsAnExecutor() {
    return false;
  }

  /** Describes the properties of an executor that this gate requires; empty if it requires none. */
  String need(JobSpec spec) {
    return "";
  }

  /**
   * Explains all gates of a queued job, in the order in which the job passes them. A gate that
   * needs an executor is not checked if no executor passes an earlier gate: it would be closed too,
   * and would look like a further fault.
   */
  public static List<GateState> explainAll(WhyInput whyInput) {
    List<GateState> states = new ArrayList<>();
    GateState closed = null;
    for (Gate gate : values()) {
      for (GateState state : gate.explain(whyInput)) {
        if (closed != null && gate.needsAnExecutor()) {
          states.add(GateState.unchecked(state.gate(), gate.need(whyInput.job().spec()), closed));
        } else {
          states.add(state);
          closed = gate.needsAnExecutor() && !state.open() ? state : closed;
        }
      }
      if (gate == MODE && !whyInput.passes(MODE)) {
        // The other gates are gates of the board, and a job that does not pass this gate is on no
        // board.
        return states;
      }
    }
    return states;
  }
}
