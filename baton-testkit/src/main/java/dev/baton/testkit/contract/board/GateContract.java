// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.board.BoardSession;
import dev.baton.board.ClaimCandidate;
import dev.baton.board.Gate;
import dev.baton.board.GateAdmission;
import dev.baton.board.GateState;
import dev.baton.board.JobBoard.Posting;
import dev.baton.board.WhyInput;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.member.ActionInfo;
import dev.baton.member.CapabilityRefusal;
import dev.baton.member.Member;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.job.JobBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract between a board and {@code why}: a job that waits for one {@link Gate} only is not
 * granted, and {@code why} names this gate.
 */
public abstract class GateContract extends BackendTestSetup {

  private static final int SLOTS = 4;
  private static final int MOST_TRIES = 30;

  @ParameterizedTest
  @EnumSource(Gate.class)
  protected void claim_jobThatWaitsForOneGate_isNotGrantedAndWhyNamesTheGate(Gate gate) {
    Job job = postBehind(gate);
    Member executor = executor(gate, job.id());
    Job free = post(capable());
    assertThat(claimed(executor, free.id()))
        .containsExactlyElementsOf(gate == Gate.SLOTS ? List.of() : List.of(free.id()));
    assertThat(closedGate(job.id(), executor)).isEqualTo(gate.name().toLowerCase(Locale.ROOT));
  }

  @Test
  protected void claim_jobThatPassesAllGates_isGrantedAndWhyNamesNoGate() {
    Job job = post(capable());
    Member executor = member(0);
    assertThat(explain(find(job.id()), executor)).allMatch(GateState::open);
    assertThat(claimed(executor, job.id())).containsExactly(job.id());
  }

  /** Returns a builder of a job that passes all gates of an executor without running jobs. */
  private JobBuilder capable() {
    return job().requires("gpu");
  }

  /** Posts a job that passes all gates except one. */
  private Job postBehind(Gate gate) {
    JobBuilder builder = capable();
    return switch (gate) {
      case STATE -> editState(post(builder).id(), JobState.CANCELED);
      case MODE -> post(builder.spec(spec -> spec.mode(ExecutionMode.PULL)));
      case DELAY -> post(builder.notBefore(now().plus(Duration.ofHours(1))));
      case CLAIMED -> {
        post(builder);
        yield claimOneSoon(joinFromOtherProcess("holder")).job();
      }
      case ACTION -> post(builder.action("other"));
      case VERSION -> post(builder.spec(spec -> spec.version(JobSpec.VERSION + 1)));
      case CAPABILITY, SLOTS -> post(builder);
    };
  }

  /** Returns the executor whose only closed gate for the job is this one. */
  private Member executor(Gate gate, JobId job) {
    return switch (gate) {
      case CAPABILITY ->
          member(0).withRefusals(List.of(new CapabilityRefusal(job, "gpu", "it is in use", now())));
      case SLOTS -> member(SLOTS);
      case STATE, MODE, DELAY, CLAIMED, ACTION, VERSION -> member(0);
    };
  }

  private Member member(int running) {
    ActionInfo noop =
        new ActionInfo(
            "noop", "test", "", JsonNodeFactory.instance.objectNode(), List.of(), false, false);
    return Member.builder("executor/e1", Member.Kind.EXECUTOR, "e1", now())
        .slots(SLOTS)
        .running(running)
        .capabilities(List.of("gpu"))
        .actions(List.of(noop))
        .build();
  }

  /**
   * Claims all jobs that the board grants to the executor. Tries again until the expected job is
   * claimed, because an external board may learn of the jobs a little later.
   */
  private List<JobId> claimed(Member executor, JobId expected) {
    BoardSession session = join(executor.name());
    GateAdmission admission = GateAdmission.of(executor);
    int free = executor.slots() - executor.running();
    List<JobId> claimed = new ArrayList<>();
    for (int tries = 0; tries < MOST_TRIES && free > 0 && !claimed.contains(expected); tries++) {
      fixture().passTime(Duration.ofMillis(100));
      claimed.addAll(ids(session.claim(free, admission)));
    }
    claimed.addAll(ids(session.claim(free, admission)));
    return claimed;
  }

  /** Returns the gate that {@code why} names; for a job that does not wait, its state. */
  private String closedGate(JobId id, Member executor) {
    Job job = find(id);
    if (job.state().isFinal()) {
      return new ClaimCandidate(job, ClaimCandidate.Holder.NOBODY, now())
          .closedGate()
          .orElseThrow()
          .name()
          .toLowerCase(Locale.ROOT);
    }
    return explain(job, executor).stream()
        .filter(gateState -> !gateState.open())
        .findFirst()
        .orElseThrow()
        .gate();
  }

  @SuppressWarnings("NullAway") // It does not read annotations of nested types from class files.
  private List<GateState> explain(Job job, Member executor) {
    List<Posting> postings = backend().board().postings(0, 100);
    Posting posting =
        postings.stream().filter(each -> each.job().equals(job.id())).findFirst().orElse(null);
    return Gate.explainAll(
        new WhyInput(
            ClaimCandidate.of(job, posting, now()),
            List.of(executor),
            posting,
            0,
            backend().history().of(job.id()),
            null,
            false));
  }
}
