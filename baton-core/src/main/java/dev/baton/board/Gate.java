// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.board;

import dev.baton.board.Admission.ActionVersion;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The conditions that a job must meet before an executor may claim it. Each gate overrides the
 * check that it needs, and has a function that explains it to users. Boards and {@code why} use the
 * same checks.
 */
public enum Gate {
  /**
   * The job is not final, and nobody runs it outside the board. A queued job always passes, so
   * {@code why}, which explains queued jobs, has no line for this gate.
   */
  STATE(explain -> List.of()) {
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
  },

  /**
   * The job is not a waiting pull job. Only the executor that is told its id may run such a job.
   */
  MODE(explain -> List.of(explain.mode())) {
    @Override
    boolean admits(ClaimCandidate candidate) {
      return !candidate.isQueued() || candidate.job().spec().mode() != ExecutionMode.PULL;
    }
  },

  /** The job is due. */
  DELAY(explain -> List.of(explain.delay())) {
    @Override
    boolean admits(ClaimCandidate candidate) {
      Instant notBefore = candidate.job().spec().notBefore();
      return !candidate.isQueued() || notBefore == null || !notBefore.isAfter(candidate.now());
    }
  },

  /** No executor has claimed the job. */
  CLAIMED(explain -> List.of(explain.board(), explain.claimed())) {
    @Override
    boolean admits(ClaimCandidate candidate) {
      return candidate.holder() != ClaimCandidate.Holder.CLAIM;
    }
  },

  /** The executor provides the action of the job. */
  ACTION(explain -> List.of(explain.executors(), explain.action())) {
    @Override
    boolean admits(ActionVersion actionVersion, GateAdmission executor) {
      return executor.provides(actionVersion.action());
    }
  },

  /**
   * The version of the job is not too high for this release. A version that is too low passes,
   * because no executor supports it any more: the executor that claims the job ends it as FAILED
   * with a message.
   */
  VERSION(explain -> List.of(explain.version())) {
    @Override
    boolean admits(ActionVersion actionVersion, GateAdmission executor) {
      return supports(actionVersion.version());
    }
  },

  /** The executor has the capabilities that the job requires. */
  CAPABILITY(explain -> List.of(explain.capability())) {
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
  },

  /**
   * The executor has a free slot. Boards do not check this gate: the executor passes the number of
   * its free slots as the maximum of {@link BoardSession#claim}.
   */
  SLOTS(explain -> List.of(explain.slots()));

  @SuppressWarnings("ImmutableEnumChecker") // The functions have no state.
  private final Function<ExplainGates, List<GateState>> explanation;

  Gate(Function<ExplainGates, List<GateState>> explanation) {
    this.explanation = explanation;
  }

  /** Whether this gate is open for the job. True for a gate that depends on the executor. */
  boolean admits(ClaimCandidate candidate) {
    return true;
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

  static boolean supports(int version) {
    return version <= JobSpec.VERSION;
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

  /** Explains the gate, in one or more lines. */
  public List<GateState> explain(WhyInput whyInput) {
    return explanation.apply(new ExplainGates(whyInput));
  }

  /** Explains all gates of a queued job, in the order in which the job passes them. */
  public static List<GateState> explainAll(WhyInput whyInput) {
    List<GateState> states = new ArrayList<>();
    for (Gate gate : values()) {
      states.addAll(gate.explain(whyInput));
      if (gate == MODE && !whyInput.passes(MODE)) {
        // The other gates are gates of the board, and a job that does not pass this gate is on no
        // board.
        return states;
      }
    }
    return states;
  }
}
