// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.List;
import java.util.function.Supplier;

/** The protocol calls for jobs, their logs and their history. */
final class JobCalls {

  private static final int MAX_LINES = 10_000;
  private static final int MAX_EVENTS = 10_000;

  private final JobStore jobs;
  private final JobLog log;
  private final JobHistory history;
  private final ClaimAccess claimAccess;

  JobCalls(Backend backend, ClaimAccess claimAccess) {
    this.claimAccess = claimAccess;
    this.jobs = backend.jobs();
    this.log = backend.log();
    this.history = backend.history();
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.ADD, this::add);
    callRoutes.add(ProtocolCalls.FIND, this::find);
    callRoutes.add(ProtocolCalls.REPLACE, q -> new Messages.FoundJob(jobs.replace(given(q))));
    callRoutes.add(ProtocolCalls.DELETE, q -> new Messages.FlagReply(jobs.delete(q.job())));
    callRoutes.add(
        ProtocolCalls.DELETE_ALL,
        q -> new Messages.CountReply(jobs.deleteAll(q.filter(), q.deletableBy())));
    callRoutes.add(ProtocolCalls.SEARCH, this::search);
    callRoutes.add(
        ProtocolCalls.UNFINISHED, q -> new Messages.CountReply(jobs.countUnfinished(q.text())));
    callRoutes.add(ProtocolCalls.STORE_IDENTITY, q -> new Messages.TextMessage(jobs.identity()));
    callRoutes.add(ProtocolCalls.READ_LOG, this::readLog);
    callRoutes.add(ProtocolCalls.LAST_POSITION, this::lastMark);
    callRoutes.add(ProtocolCalls.EVENTS_OF, this::eventsOf);
    callRoutes.add(ProtocolCalls.EVENTS_AFTER, this::eventsAfter);
    callRoutes.add(ProtocolCalls.LATEST_EVENT, q -> new Messages.CountReply(history.latest()));
  }

  /**
   * Adds the jobs of a batch. The client collects in a batch the jobs that several of its threads
   * post at the same time. The store may write them in one transaction.
   */
  private Messages.CallResults add(Messages.AddBatch batch) {
    ParallelBatch.checkSize(batch.posts().size());
    List<Supplier<CallResult>> posts =
        batch.posts().stream()
            .<Supplier<CallResult>>map(post -> () -> CallResult.of(() -> jobs.add(post)))
            .toList();
    return new Messages.CallResults(ParallelBatch.all(posts));
  }

  private Messages.FoundJob find(Caller caller, Messages.JobRef request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    return new Messages.FoundJob(jobs.find(request.job()).orElse(null));
  }

  private Messages.OptionalTextMessage lastMark(Caller caller, Messages.LastMarkRequest request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    return new Messages.OptionalTextMessage(
        log.lastMark(request.job(), request.prefix()).orElse(null));
  }

  private Messages.JobEvents eventsOf(Caller caller, Messages.JobRef request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    return new Messages.JobEvents(history.of(request.job()));
  }

  private static Job given(Messages.FoundJob request) {
    Job job = request.job();
    if (job == null) {
      throw new InvalidInputException("'job' is missing");
    }
    return job;
  }

  private Messages.SearchReply search(Messages.SearchJobsRequest request) {
    checkWindow(request.query());
    JobPage page = jobs.search(request.query());
    return Messages.SearchReply.of(page);
  }

  static void checkWindow(JobQuery query) {
    if (query.last() - (long) query.first() >= JobQuery.MAX_PAGE) {
      throw new InvalidInputException(
          "the window "
              + query.first()
              + " to "
              + query.last()
              + " is too wide; allowed: "
              + JobQuery.MAX_PAGE
              + " jobs");
    }
  }

  private Messages.LogLineList readLog(Caller caller, Messages.ReadLog request) {
    claimAccess.checkMayRead(caller, request.job(), request.session());
    int limit = Math.min(request.limit(), MAX_LINES);
    return new Messages.LogLineList(log.read(request.job(), request.after(), limit));
  }

  private Messages.JobEvents eventsAfter(Messages.EventsAfter request) {
    return new Messages.JobEvents(
        history.after(request.number(), Math.min(request.limit(), MAX_EVENTS)));
  }
}
