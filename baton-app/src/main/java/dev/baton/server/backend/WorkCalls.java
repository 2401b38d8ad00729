// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobLog;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.job.JobStore;
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

/** What holders of claims do: many jobs at the same time, the items of one job in order. */
final class WorkCalls {

  private record Numbered(int index, WorkItem item) {}

  private final JobStore jobs;
  private final JobLog log;
  private final LogbookStore logbook;
  private final Stays stays;

  WorkCalls(Backend backend, Stays stays) {
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
      WorkItem item = batch.items().get(i);
      byJob.computeIfAbsent(item.job(), job -> new ArrayList<>()).add(new Numbered(i, item));
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
      outcomes[numbered.index()] = Outcome.ofRun(() -> carryOut(caller, numbered.item()));
    }
    return true;
  }

  private void carryOut(Caller caller, WorkItem item) {
    switch (item) {
      case WorkItem.Write write -> jobs.write(write.run());
      case WorkItem.WriteFlow write -> logbook.write(write.flow());
      case WorkItem.Append append -> log.append(append.job(), append.token(), append.lines());
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
