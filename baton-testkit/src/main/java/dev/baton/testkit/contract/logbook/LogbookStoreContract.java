// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.testkit.contract.logbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.flow.Failure;
import dev.baton.flow.RetryAttempt;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.DurableWait;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.logbook.Intention;
import dev.baton.logbook.Logbook;
import dev.baton.logbook.LogbookStore;
import dev.baton.testkit.backend.BackendTestSetup;
import dev.baton.testkit.service.ConcurrentCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of a {@link LogbookStore}: what it stores, and whose writes it refuses. */
public abstract class LogbookStoreContract extends BackendTestSetup {

  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");

  @Test
  protected void find_ofAJobWithoutFlow_isEmpty() {
    assertThat(store().find(claimed().job().id())).isEmpty();
    assertThat(store().find(JobId.named("nobody"))).isEmpty();
    assertThat(store().transitions(JobId.named("nobody"), 0, 10)).isEmpty();
  }

  @Test
  protected void write_everyAttribute_isReadBack() {
    Claim claim = claimed();
    FlowDetail flow =
        fresh(claim)
            .startedIn(3)
            .withState(FlowState.SUSPENDED)
            .withCause(new FlowDetail.Cause("b", Failure.of(new IllegalStateException("漢"))))
            .withCause(new FlowDetail.Cause(null, Failure.of(new TimeoutException())))
            .withStore(Map.of("x", IntNode.valueOf(3), "nil", NullNode.getInstance()))
            .withWaiting(new FlowDetail.Waiting(AT, Set.of("go", "stop")))
            .withNote("ünï 漢 😀 \" \\ \u0000")
            .next(AT);
    List<AtomDetail> atoms = List.of(full("a 漢"), retry("r"), atom("b", AtomState.PENDING));
    store().write(new FlowWrite(claim.token(), flow, atoms, List.of()));
    Logbook book = book(claim);
    assertThat(book.flow()).isEqualTo(flow);
    assertThat(book.atoms().values()).containsExactlyElementsOf(atoms);
    assertThat(fixture().otherProcessView().logbook().orElseThrow().find(claim.job().id()))
        .hasValue(book);
  }

  @Test
  protected void write_someAtoms_leavesTheOthers() {
    Claim claim = claimed();
    FlowDetail flow = fresh(claim).next(AT);
    List<AtomDetail> all =
        IntStream.range(0, 50).mapToObj(i -> atom("a" + i, AtomState.PENDING)).toList();
    store().write(new FlowWrite(claim.token(), flow, all, List.of()));
    FlowDetail running = flow.withState(FlowState.RUNNING).next(AT);
    AtomDetail changed = atom("a7", AtomState.RUNNING);
    AtomDetail added = atom("new", AtomState.PENDING);
    store().write(new FlowWrite(claim.token(), running, List.of(changed, added), List.of()));
    List<AtomDetail> expected = new ArrayList<>(all);
    expected.set(7, changed);
    expected.add(added);
    assertThat(book(claim).atoms().values()).containsExactlyElementsOf(expected);
    assertThat(book(claim).flow()).isEqualTo(running);
  }

  @Test
  protected void write_again_changesNothing() {
    Claim claim = claimed();
    FlowDetail flow = fresh(claim).next(AT);
    FlowWrite first = write(claim, flow, atom("a", AtomState.RUNNING), step("a", "RUNNING"));
    store().write(first);
    FlowWrite second =
        write(claim, flow.next(AT), atom("a", AtomState.SUCCESS), step("a", "SUCCESS"));
    store().write(second);
    store().write(first);
    store().write(second);
    assertThat(stateOf(claim)).isEqualTo(AtomState.SUCCESS);
    assertThat(steps(claim)).containsExactly("RUNNING", "SUCCESS");
  }

  @Test
  protected void transitions_areKeptInOrderAndPaged() {
    Claim claim = claimed();
    FlowDetail flow = fresh(claim);
    for (int write = 0; write < 5; write++) {
      flow = flow.next(AT);
      int base = write * 20;
      List<FlowTransition> steps =
          IntStream.range(base, base + 20).mapToObj(i -> step("a" + i, "RUNNING")).toList();
      store().write(new FlowWrite(claim.token(), flow, List.of(), steps));
    }
    List<FlowTransition> all = store().transitions(claim.job().id(), 0, 1000);
    assertThat(all.stream().map(FlowTransition::name))
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
    assertThat(all.getFirst()).isEqualTo(step("a0", "RUNNING"));
    assertThat(store().transitions(claim.job().id(), 60, 3)).isEqualTo(all.subList(60, 63));
  }

  @Test
  protected void write_withALostClaim_isRefusedAndChangesNothing() {
    BoardSession first = join("first");
    post(job());
    Claim stale = claimOne(first);
    FlowDetail flow = fresh(stale).next(AT);
    store().write(write(stale, flow, atom("a", AtomState.RUNNING), step("a", "RUNNING")));
    first.abandon(stale);
    FlowWrite late =
        write(stale, flow.next(AT), atom("a", AtomState.SUCCESS), step("a", "SUCCESS"));
    assertRefused(late);
    Claim fresh = claimOne(joinFromOtherProcess("second"));
    assertRefused(late);
    assertThat(book(stale).flow()).isEqualTo(flow);
    assertThat(steps(stale)).containsExactly("RUNNING");
    store().write(write(fresh, flow.next(AT), atom("a", AtomState.FAILURE), step("a", "FAILURE")));
    assertRefused(late);
    assertThat(stateOf(stale)).isEqualTo(AtomState.FAILURE);
  }

  @Test
  protected void write_afterTheEndOfTheJob_isRefused() {
    Claim claim = claimed();
    FlowDetail flow = fresh(claim).next(AT);
    store().write(write(claim, flow, atom("a", AtomState.RUNNING), step("a", "RUNNING")));
    editState(claim.job().id(), JobState.CANCELED);
    assertRefused(write(claim, flow.next(AT), atom("a", AtomState.SUCCESS), step("a", "SUCCESS")));
    assertThat(steps(claim)).containsExactly("RUNNING");
  }

  @Test
  protected void delete_removesAllButTheJob() {
    Claim claim = claimed();
    store()
        .write(write(claim, fresh(claim).next(AT), atom("a", AtomState.RUNNING), step("a", "R")));
    assertThat(store().delete(claim.job().id())).isTrue();
    assertThat(store().find(claim.job().id())).isEmpty();
    assertThat(steps(claim)).isEmpty();
    assertThat(store().delete(claim.job().id())).isFalse();
    assertThat(find(claim.job().id()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  protected void deletedJob_takesItsFlowAlong() {
    Claim claim = claimed();
    store()
        .write(write(claim, fresh(claim).next(AT), atom("a", AtomState.RUNNING), step("a", "R")));
    assertThat(backend().jobs().delete(claim.job().id())).isTrue();
    assertThat(store().find(claim.job().id())).isEmpty();
    assertThat(store().transitions(claim.job().id(), 0, 10)).isEmpty();
  }

  @Test
  protected void manyFlows_atOnce_areKeptApart() {
    BoardSession session = join("holder");
    int flows = 24;
    for (int i = 0; i < flows; i++) {
      post(job());
    }
    List<Claim> claims = session.claim(flows, everything());
    assertThat(claims).hasSize(flows);
    ConcurrentCalls.run(flows, i -> () -> run(claims.get(i), 12));
    for (Claim claim : claims) {
      assertThat(book(claim).flow().revision()).isEqualTo(12);
      assertThat(book(claim).atoms()).hasSize(12);
      assertThat(store().transitions(claim.job().id(), 0, 100).stream().map(FlowTransition::name))
          .containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(i -> "a" + i).toList());
    }
  }

  @Test
  protected void find_whileTheFlowIsWritten_returnsOneState() {
    Claim claim = claimed();
    ConcurrentCalls.run(3, i -> () -> i == 0 ? run(claim, 50) : readUntilRevision(claim, 50));
  }

  /** Reads a flow of {@link #run}, which has as many atoms as its revision says. */
  private boolean readUntilRevision(Claim claim, int last) {
    long revision = 0;
    while (revision < last) {
      Optional<Logbook> book = store().find(claim.job().id());
      if (book.isPresent()) {
        revision = book.get().flow().revision();
        assertThat(book.get().atoms()).hasSize((int) revision);
      }
    }
    return true;
  }

  private boolean run(Claim claim, int writes) {
    FlowDetail flow = fresh(claim);
    for (int i = 0; i < writes; i++) {
      flow = flow.next(AT);
      String name = "a" + i;
      store().write(write(claim, flow, atom(name, AtomState.RUNNING), step(name, "RUNNING")));
    }
    return true;
  }

  private LogbookStore store() {
    return backend().logbook().orElseThrow();
  }

  private Logbook book(Claim claim) {
    return store().find(claim.job().id()).orElseThrow();
  }

  /** Returns the state of the atom {@code a}. */
  private AtomState stateOf(Claim claim) {
    return Optional.ofNullable(book(claim).atoms().get("a")).orElseThrow().state();
  }

  private List<String> steps(Claim claim) {
    return store().transitions(claim.job().id(), 0, 100).stream().map(FlowTransition::to).toList();
  }

  private Claim claimed() {
    post(job());
    return claimOne(join("holder"));
  }

  private void assertRefused(FlowWrite write) {
    assertThatThrownBy(() -> store().write(write)).isInstanceOf(LostClaimException.class);
  }

  private static FlowDetail fresh(Claim claim) {
    return FlowDetail.fresh(claim.job().id(), "f", AT);
  }

  private static FlowWrite write(
      Claim claim, FlowDetail flow, AtomDetail atom, FlowTransition step) {
    return new FlowWrite(claim.token(), flow, List.of(atom), List.of(step));
  }

  private static FlowTransition step(String name, String to) {
    return new FlowTransition(AT, FlowTransition.Kind.TASK, name, "PENDING", to);
  }

  private static AtomDetail atom(String name, AtomState state) {
    return AtomDetail.fresh(name, AtomKind.TASK, "1.0", "f-" + name).toBuilder()
        .state(state, AT)
        .build();
  }

  private static AtomDetail full(String name) {
    JsonNode result = JsonNodeFactory.instance.objectNode().put("漢", "v\u0000").put("n", 1);
    return AtomDetail.fresh(name, AtomKind.TASK, "2.1", "print").toBuilder()
        .state(AtomState.REVERT_FAILURE, AT)
        .intention(Intention.REVERT)
        .started()
        .started()
        .revertStarted()
        .nextEpoch()
        .result(result)
        .revertResult(TextNode.valueOf("undone"))
        .revertFailure(failure("no way back"))
        .waits(
            List.of(
                new DurableWait("go", null), new DurableWait(null, AT), new DurableWait("x", AT)))
        .used(Map.of("go", 2))
        .due(AT)
        .progress(0.25)
        .build();
  }

  private static AtomDetail retry(String name) {
    RetryAttempt first = RetryAttempt.of(IntNode.valueOf(1)).with("a", failure("first"));
    return AtomDetail.fresh(name, AtomKind.RETRY, "1.0", "print").toBuilder()
        .history(List.of(first, RetryAttempt.of(NullNode.getInstance())))
        .build();
  }

  private static Failure failure(String message) {
    return Failure.of(new IllegalStateException(message, new IllegalArgumentException("why")));
  }
}
