// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.Claim;
import dev.baton.error.LostClaimException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
import dev.baton.job.LogLine;
import dev.baton.job.Priority;
import dev.baton.logbook.LogbookStore;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Outcome;
import dev.baton.wire.WorkItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What holders of claims do: many jobs at the same time, the items of one job in order. */
final class WorkCalls {

  private record Numbered(int index, Forms.Work work) {}

  private final JobStore jobs;
  private final JobLog log;
  private final LogbookStore logbook;
  private final Stays stays;
  private final Confinement confinement;
  private final Effects effects;

  WorkCalls(Backend backend, Stays stays, Confinement confinement) {
    this.confinement = confinement;
    this.effects = new Effects(backend.jobs(), backend.log());
    this.jobs = backend.jobs();
    this.log = backend.log();
    this.logbook = LogbookCalls.of(backend);
    this.stays = stays;
  }

  void addTo(Routes routes) {
    routes.on(Calls.WORK, this::carryOut);
  }

  private Forms.Outcomes carryOut(Caller caller, Forms.WorkBatch batch) {
    Parallel.checkSize(batch.items().size());
    Map<JobId, List<Numbered>> byJob = new LinkedHashMap<>();
    for (int i = 0; i < batch.items().size(); i++) {
      Forms.Work work = batch.items().get(i);
      byJob.computeIfAbsent(work.item().job(), job -> new ArrayList<>()).add(new Numbered(i, work));
    }
    Outcome[] outcomes = new Outcome[batch.items().size()];
    List<Supplier<Boolean>> parts = new ArrayList<>();
    byJob.values().forEach(items -> parts.add(() -> inOrder(caller, items, outcomes)));
    // Joining the threads makes what they put into the array visible here.
    Parallel.all(parts);
    return new Forms.Outcomes(List.of(outcomes));
  }

  private boolean inOrder(Caller caller, List<Numbered> items, Outcome[] outcomes) {
    for (Numbered numbered : items) {
      outcomes[numbered.index()] = Outcome.ofRun(() -> carryOut(caller, numbered.work()));
    }
    return true;
  }

  /** A repetition of what was carried out is carried out, as far as the client is concerned. */
  private void carryOut(Caller caller, Forms.Work work) {
    WorkItem item = work.item();
    try {
      check(caller, item, work.stay());
      if (!work.repeated() || !effects.isDoneThoughRepeatable(item)) {
        carryOut(caller, item);
      }
    } catch (LostClaimException e) {
      if (!work.repeated() || !effects.isDone(item)) {
        throw e;
      }
    }
  }

  /** Consuming and abandoning name their stay, and have no effect on what it does not hold. */
  private void check(Caller caller, WorkItem item, Forms.@Nullable Stay stay) {
    switch (item) {
      case WorkItem.Write write ->
          confinement.checkWrites(caller, item.job(), write.run().token(), stay);
      case WorkItem.WriteFlow write ->
          confinement.checkWrites(caller, item.job(), write.flow().token(), stay);
      case WorkItem.Append append ->
          confinement.checkWrites(caller, item.job(), append.token(), stay);
      case WorkItem.Consume consume ->
          confinement.checkWrites(caller, item.job(), consume.token(), consume.stay());
      case WorkItem.Abandon abandon ->
          confinement.checkWrites(caller, item.job(), abandon.token(), abandon.stay());
      case WorkItem.AbandonUnstarted abandon ->
          confinement.checkWrites(caller, item.job(), abandon.token(), abandon.stay());
    }
  }

  private void carryOut(Caller caller, WorkItem item) {
    switch (item) {
      case WorkItem.Write write -> jobs.write(write.run());
      case WorkItem.WriteFlow write -> logbook.write(write.flow());
      case WorkItem.Append append -> {
        append.lines().forEach(LogLine::check);
        log.append(append.job(), append.token(), append.lines());
      }
      case WorkItem.Consume consume ->
          stays
              .of(caller, consume.stay())
              .claims()
              .consume(claim(consume.job(), consume.token(), consume.priority()));
      case WorkItem.Abandon abandon ->
          stays
              .of(caller, abandon.stay())
              .claims()
              .abandon(claim(abandon.job(), abandon.token(), abandon.priority()));
      case WorkItem.AbandonUnstarted abandon ->
          stays
              .of(caller, abandon.stay())
              .claims()
              .abandonUnstarted(claim(abandon.job(), abandon.token(), abandon.priority()));
    }
  }

  /** As much of a claim as the board looks at; the job's other attributes are placeholders. */
  private static Claim claim(JobId id, long token, int priority) {
    JobSpec spec = JobSpec.builder("claimed").priority(new Priority(priority)).build();
    Job job = Job.posted(id, spec, Acl.ownedBy(Principals.ADMIN), Instant.EPOCH, Principals.ADMIN);
    JobStatus status =
        JobStatus.queued().toBuilder().state(JobState.RUNNING).attempt(1).token(token).build();
    return new Claim(job.withStatus(status), false);
  }
}
