// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobHistory;
import dev.baton.job.JobLog;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Outcome;
import java.util.List;
import java.util.function.Supplier;

/** Jobs, their logs and their history. */
final class JobCalls {

  private static final int MAX_LINES = 10_000;
  private static final int MAX_EVENTS = 10_000;

  private final JobStore jobs;
  private final JobLog log;
  private final JobHistory history;
  private final Confinement confinement;

  JobCalls(Backend backend, Confinement confinement) {
    this.confinement = confinement;
    this.jobs = backend.jobs();
    this.log = backend.log();
    this.history = backend.history();
  }

  void addTo(Routes routes) {
    routes.on(Calls.ADD, this::add);
    routes.on(Calls.FIND, this::find);
    routes.on(Calls.REPLACE, q -> new Forms.FoundJob(jobs.replace(given(q))));
    routes.on(Calls.DELETE, q -> new Forms.Flag(jobs.delete(q.job())));
    routes.on(Calls.DELETE_ALL, q -> new Forms.Count(jobs.deleteAll(q.filter(), q.deletableBy())));
    routes.on(Calls.SEARCH, this::search);
    routes.on(Calls.UNFINISHED, q -> new Forms.Count(jobs.unfinished(q.text())));
    routes.on(Calls.STORE_IDENTITY, q -> new Forms.Text(jobs.identity()));
    routes.on(Calls.READ_LOG, this::readLog);
    routes.on(Calls.LAST_MARK, this::lastMark);
    routes.on(Calls.EVENTS_OF, this::eventsOf);
    routes.on(Calls.EVENTS_AFTER, this::eventsAfter);
    routes.on(Calls.LATEST_EVENT, q -> new Forms.Count(history.latest()));
  }

  /** Posts of several threads of the client; the store may write them in one transaction. */
  private Forms.Outcomes add(Forms.AddBatch batch) {
    Parallel.checkSize(batch.posts().size());
    List<Supplier<Outcome>> posts =
        batch.posts().stream()
            .<Supplier<Outcome>>map(post -> () -> Outcome.of(() -> jobs.add(post)))
            .toList();
    return new Forms.Outcomes(Parallel.all(posts));
  }

  private Forms.FoundJob find(Caller caller, Forms.JobRef request) {
    confinement.checkReads(caller, request.job(), request.stay());
    return new Forms.FoundJob(jobs.find(request.job()).orElse(null));
  }

  private Forms.OptionalText lastMark(Caller caller, Forms.MarkedLine request) {
    confinement.checkReads(caller, request.job(), request.stay());
    return new Forms.OptionalText(log.lastMark(request.job(), request.prefix()).orElse(null));
  }

  private Forms.Events eventsOf(Caller caller, Forms.JobRef request) {
    confinement.checkReads(caller, request.job(), request.stay());
    return new Forms.Events(history.of(request.job()));
  }

  private static Job given(Forms.FoundJob request) {
    Job job = request.job();
    if (job == null) {
      throw new InvalidInputException("'job' is missing");
    }
    return job;
  }

  private Forms.Page search(Forms.Search request) {
    checkWindow(request.query());
    JobPage page = jobs.search(request.query());
    return new Forms.Page(page.count(), page.jobs(), page.aggregations());
  }

  static void checkWindow(JobQuery query) {
    if (query.last() - (long) query.first() >= JobQuery.MAX_WINDOW) {
      throw new InvalidInputException(
          "the window "
              + query.first()
              + " to "
              + query.last()
              + " is too wide; allowed: "
              + JobQuery.MAX_WINDOW
              + " jobs");
    }
  }

  private Forms.LogLines readLog(Caller caller, Forms.ReadLog request) {
    confinement.checkReads(caller, request.job(), request.stay());
    int limit = Math.min(request.limit(), MAX_LINES);
    return new Forms.LogLines(log.read(request.job(), request.after(), limit));
  }

  private Forms.Events eventsAfter(Forms.EventsAfter request) {
    return new Forms.Events(history.after(request.number(), Math.min(request.limit(), MAX_EVENTS)));
  }
}
