// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

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
import dev.baton.protocol.CallResult;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The protocol calls for claim writes. Writes for different jobs run in parallel. Writes for one
 * job run in their order.
 */
final class ClaimWriteCalls {

  private record Numbered(int index, Messages.ClaimWriteRequest work) {}

  private final JobStore jobs;
  private final JobLog log;
  private final LogbookStore logbook;
  private final RemoteSessions remoteSessions;
  private final ClaimAccess claimAccess;
  private final FindAppliedWrites findAppliedWrites;

  ClaimWriteCalls(Backend backend, RemoteSessions remoteSessions, ClaimAccess claimAccess) {
    this.claimAccess = claimAccess;
    this.findAppliedWrites = new FindAppliedWrites(backend.jobs(), backend.log());
    this.jobs = backend.jobs();
    this.log = backend.log();
    this.logbook = LogbookCalls.of(backend);
    this.remoteSessions = remoteSessions;
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.CLAIM_WRITES, this::carryOut);
  }

  private Messages.CallResults carryOut(Caller caller, Messages.ClaimWriteRequests batch) {
    ParallelBatch.checkSize(batch.items().size());
    Map<JobId, List<Numbered>> byJob = new LinkedHashMap<>();
    for (int i = 0; i < batch.items().size(); i++) {
      Messages.ClaimWriteRequest claimWriteRequest = batch.items().get(i);
      byJob
          .computeIfAbsent(claimWriteRequest.item().job(), job -> new ArrayList<>())
          .add(new Numbered(i, claimWriteRequest));
    }
    CallResult[] outcomes = new CallResult[batch.items().size()];
    List<Supplier<Boolean>> parts = new ArrayList<>();
    byJob.values().forEach(items -> parts.add(() -> inOrder(caller, items, outcomes)));
    // This call waits for the threads that fill the array, so this thread sees all their results.
    ParallelBatch.all(parts);
    return new Messages.CallResults(List.of(outcomes));
  }

  private boolean inOrder(Caller caller, List<Numbered> items, CallResult[] outcomes) {
    for (Numbered numbered : items) {
      outcomes[numbered.index()] = CallResult.ofRun(() -> carryOut(caller, numbered.work()));
    }
    return true;
  }

  /**
   * Carries out a claim write. A client that received no response repeats its write. If the first
   * write took effect, the repetition changes nothing and succeeds.
   */
  private void carryOut(Caller caller, Messages.ClaimWriteRequest claimWriteRequest) {
    ClaimWriteItem item = claimWriteRequest.item();
    try {
      check(caller, item, claimWriteRequest.session());
      if (!claimWriteRequest.repeated() || !findAppliedWrites.isAppendApplied(item)) {
        carryOut(caller, item);
      }
    } catch (LostClaimException e) {
      if (!claimWriteRequest.repeated() || !findAppliedWrites.isApplied(item)) {
        throw e;
      }
    }
  }

  /**
   * Checks that the caller may make the write. Consume and abandon contain their board session
   * themselves; for other writes it is part of the request.
   */
  private void check(Caller caller, ClaimWriteItem item, Messages.@Nullable SessionRef sessionRef) {
    switch (item) {
      case ClaimWriteItem.Write write ->
          claimAccess.checkMayWrite(caller, item.job(), write.run().token(), sessionRef);
      case ClaimWriteItem.WriteFlow write ->
          claimAccess.checkMayWrite(caller, item.job(), write.flow().token(), sessionRef);
      case ClaimWriteItem.Append append ->
          claimAccess.checkMayWrite(caller, item.job(), append.token(), sessionRef);
      case ClaimWriteItem.Consume consume ->
          claimAccess.checkMayWrite(caller, item.job(), consume.token(), consume.session());
      case ClaimWriteItem.Abandon abandon ->
          claimAccess.checkMayWrite(caller, item.job(), abandon.token(), abandon.session());
      case ClaimWriteItem.AbandonUnstarted abandon ->
          claimAccess.checkMayWrite(caller, item.job(), abandon.token(), abandon.session());
    }
  }

  private void carryOut(Caller caller, ClaimWriteItem item) {
    switch (item) {
      case ClaimWriteItem.Write write -> jobs.write(write.run());
      case ClaimWriteItem.WriteFlow write -> logbook.write(write.flow());
      case ClaimWriteItem.Append append -> {
        append.lines().forEach(LogLine::check);
        log.append(append.job(), append.token(), append.lines());
      }
      case ClaimWriteItem.Consume consume ->
          remoteSessions
              .of(caller, consume.session())
              .session()
              .consume(claim(consume.job(), consume.token(), consume.priority()));
      case ClaimWriteItem.Abandon abandon ->
          remoteSessions
              .of(caller, abandon.session())
              .session()
              .abandon(claim(abandon.job(), abandon.token(), abandon.priority()));
      case ClaimWriteItem.AbandonUnstarted abandon ->
          remoteSessions
              .of(caller, abandon.session())
              .session()
              .abandonUnstarted(claim(abandon.job(), abandon.token(), abandon.priority()));
    }
  }

  /**
   * Creates a claim for a call of the board session. Only id, priority and token are real, because
   * the board reads nothing else.
   */
  private static Claim claim(JobId id, long token, int priority) {
    JobSpec spec = JobSpec.builder("claimed").priority(new Priority(priority)).build();
    Job job = Job.posted(id, spec, Acl.ownedBy(Principals.ADMIN), Instant.EPOCH, Principals.ADMIN);
    JobStatus status =
        JobStatus.queued().toBuilder().state(JobState.RUNNING).attempt(1).token(token).build();
    return new Claim(job.withStatus(status), false);
  }
}
