// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
import dev.baton.desk.JobDesk;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What running jobs do with other jobs. The rights are those of the owners of the running job,
 * whatever the executor that runs it may do.
 */
final class RunCalls {

  private static final int MAX_CHILDREN = 10_000;
  private static final int MAX_KEY_LENGTH = 255;

  private final Backend backend;
  private final JobStore jobs;
  private final JobDesk desk;
  private final Confinement confinement;

  RunCalls(Backend backend, JobDesk desk, Confinement confinement) {
    this.backend = backend;
    this.jobs = backend.jobs();
    this.desk = desk;
    this.confinement = confinement;
  }

  void addTo(Routes routes) {
    routes.on(Calls.POST_CHILDREN, this::post);
    routes.on(Calls.POST_AWAITED, this::postAwaited);
    routes.on(Calls.FIND_OTHER, this::find);
    routes.on(Calls.SEARCH_OTHERS, this::search);
    routes.on(Calls.EDIT_OTHER, this::edit);
    routes.on(Calls.OPERATE, this::operate);
    routes.on(Calls.SIGNAL_OTHER, this::signal);
    routes.on(Calls.DELETE_OTHER, this::delete);
    routes.on(
        Calls.DELETE_OTHERS,
        (caller, q) -> new Forms.Count(of(caller, q.run()).deleteAll(q.filter())));
    routes.on(Calls.FLOW_OF_OTHER, this::flow);
    routes.on(Calls.TELL_PARENT, this::tellParent);
  }

  private Jobs of(Caller caller, Forms.Run run) {
    return desk.forRun(confinement.running(caller, run));
  }

  private Forms.Answers post(Caller caller, Forms.PostChildren request) {
    if (request.children().size() > MAX_CHILDREN) {
      throw new InvalidInputException(
          "the request has " + request.children().size() + " jobs; allowed: up to " + MAX_CHILDREN);
    }
    Map<String, JobSpec> specs = new LinkedHashMap<>();
    request.children().forEach(child -> specs.put(child.name(), child.spec()));
    Job run = confinement.running(caller, request.run());
    return new Forms.Answers(desk.postChildren(run, specs, request.keyed()));
  }

  private Posted postAwaited(Caller caller, Forms.PostAwaited request) {
    Job run = confinement.running(caller, request.run());
    JobId undone = request.undone();
    if (undone != null) {
      Job child =
          desk.dataFor(run, undone).orElseThrow(() -> new NotFoundException(undone + " not found"));
      return desk.postUndo(run, request.key(), child);
    }
    JobSpec spec = request.spec();
    if (spec == null) {
      throw new InvalidInputException("'spec' is missing, and 'undone' too; name one of them");
    }
    return request.ofAuthor() && caller.isAdmin()
        ? desk.postChildOfAuthor(run, request.key(), spec)
        : desk.postChild(run, request.key(), spec);
  }

  /** Itself the job may read also when its claim is over. */
  private Forms.FoundJob find(Caller caller, Forms.OtherJob request) {
    if (request.job().equals(request.run().job())) {
      return new Forms.FoundJob(confinement.granted(caller, request.run()));
    }
    return new Forms.FoundJob(of(caller, request.run()).find(request.job()).orElse(null));
  }

  private Forms.Page search(Caller caller, Forms.SearchOthers request) {
    JobQuery query = request.query();
    JobCalls.checkWindow(query);
    JobPage page = of(caller, request.run()).search(query);
    return new Forms.Page(page.count(), page.jobs(), page.aggregations());
  }

  private Forms.FoundJob edit(Caller caller, Forms.EditOther request) {
    Job edited = request.edited();
    return new Forms.FoundJob(
        of(caller, request.run())
            .edit(
                edited.id(),
                stored -> {
                  if (stored.revision() != edited.revision()) {
                    throw new ConflictException(
                        edited.id() + " was changed meanwhile; read it again and repeat the edit");
                  }
                  return edited;
                }));
  }

  private Forms.FoundJob operate(Caller caller, Forms.Operate request) {
    Jobs run = of(caller, request.run());
    JobId job = request.job();
    return new Forms.FoundJob(
        switch (request.operation()) {
          case CANCEL -> run.cancel(job);
          case CANCEL_AND_REVERT -> run.cancelAndRevert(job);
          case CONTINUE_FLOW -> run.continueFlow(job, request.from());
          case RETRY -> run.retry(job);
          case RETRY_ONCE -> run.retryOnce(job, key(request));
        });
  }

  private static String key(Forms.Operate request) {
    String key = request.from();
    if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      throw new InvalidInputException(
          "the key under which "
              + request.job()
              + " is retried once is missing, or longer than "
              + MAX_KEY_LENGTH);
    }
    return key;
  }

  private Forms.FoundJob signal(Caller caller, Forms.SignalOther request) {
    return new Forms.FoundJob(
        of(caller, request.run()).signal(request.job(), request.name(), request.value()));
  }

  private Forms.Nothing delete(Caller caller, Forms.OtherJob request) {
    of(caller, request.run()).delete(request.job());
    return new Forms.Nothing();
  }

  private Forms.FoundLogbook flow(Caller caller, Forms.OtherJob request) {
    Job run = confinement.running(caller, request.run());
    @Nullable Job other = desk.dataFor(run, request.job()).orElse(null);
    return new Forms.FoundLogbook(
        other == null ? null : LogbookCalls.of(backend).find(other.id()).orElse(null));
  }

  /** Tells nothing but the truth, so that anybody may ask for it. */
  private Forms.Nothing tellParent(Caller caller, Forms.JobRef request) {
    jobs.find(request.job()).filter(job -> job.state().isFinal()).ifPresent(desk::ended);
    return new Forms.Nothing();
  }
}
