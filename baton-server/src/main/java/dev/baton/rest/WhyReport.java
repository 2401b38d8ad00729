// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.backend.Backend;
import dev.baton.board.ClaimCandidate;
import dev.baton.board.Gate;
import dev.baton.board.GateState;
import dev.baton.board.JobBoard;
import dev.baton.board.WhyInput;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.Jobs;
import dev.baton.service.Clock;
import java.util.List;

/** Collects the facts that explain a job's state, and writes the explanation as a document. */
record WhyReport(Backend backend, LiveMembers members, ActionAvailability actions, Clock clock) {

  /** The number of postings among which the place of the job on the board is searched. */
  private static final int MAX_POSTINGS = 1000;

  ObjectNode of(Job job) {
    WhyExplanation whyExplanation = WhyExplanation.explain(situation(job));
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", job.id().toString());
    doc.put("state", job.state().name());
    doc.put("summary", whyExplanation.summary());
    ArrayNode gates = doc.putArray("gates");
    for (GateState gate : whyExplanation.gates()) {
      ObjectNode node = gates.addObject();
      node.put("gate", gate.gate()).put("open", gate.open()).put("checked", gate.checked());
      node.put("detail", gate.detail());
      JsonNodes.put(node, "since", gate.since());
    }
    return doc;
  }

  /**
   * Adds to a row of the board what holds its job: the action and the state of the job, whether its
   * flow was cancelled and reverts its work, and, if the job waits, its first closed gate. A
   * waiting job without a closed gate only waits for its turn. Reads the history only of jobs with
   * a delay, because only their explanation depends on it.
   *
   * @param place the number of postings before this one
   */
  void addTo(ObjectNode row, Job job, JobBoard.Posting posting, int place) {
    row.put("action", job.spec().action());
    JsonNodes.put(row, "name", job.spec().name());
    row.put("state", job.state().name());
    if (!job.state().isFinal() && job.status().signals().containsKey(Jobs.CANCEL_SIGNAL)) {
      row.put("cancelling", true);
    }
    if (job.state() != JobState.QUEUED) {
      return;
    }
    WhyInput input =
        new WhyInput(
            ClaimCandidate.of(job, posting, clock.now()),
            members.executors(),
            posting,
            place,
            job.spec().notBefore() == null ? List.of() : backend.history().of(job.id()),
            actions.known().provided(job.spec().action()).orElse(null),
            actions.known().acceptsUnknown());
    WhyExplanation.firstClosed(Gate.explainAll(input))
        .ifPresent(gate -> {
          row.put("gate", gate.gate()).put("detail", gate.detail());
          JsonNodes.put(row, "since", gate.since());
        });
  }

  @SuppressWarnings("NullAway") // NullAway does not see that the posting may be null here.
  private WhyInput situation(Job job) {
    boolean waits = job.state() == JobState.QUEUED && job.spec().mode() != ExecutionMode.PULL;
    List<JobBoard.Posting> postings = waits ? backend.board().postings(0, MAX_POSTINGS) : List.of();
    int place = 0;
    while (place < postings.size() && !postings.get(place).job().equals(job.id())) {
      place++;
    }
    JobBoard.Posting posting = place < postings.size() ? postings.get(place) : null;
    return new WhyInput(
        ClaimCandidate.of(job, posting, clock.now()),
        job.state().isFinal() ? List.of() : members.executors(),
        posting,
        place,
        backend.history().of(job.id()),
        actions.known().provided(job.spec().action()).orElse(null),
        actions.known().acceptsUnknown());
  }
}
