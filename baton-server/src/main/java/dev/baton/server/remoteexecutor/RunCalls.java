// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.backend.Backend;
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
import dev.baton.job.PostResult;
import dev.baton.jobservice.JobService;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol calls by which a running job acts on other jobs. They have the rights of the owners
 * of the running job, not the rights of the executor.
 */
final class RunCalls {

  private static final int MAX_CHILDREN = 10_000;
  private static final int MAX_KEY_LENGTH = 255;

  private final Backend backend;
  private final JobStore jobs;
  private final JobService jobService;
  private final ClaimAccess claimAccess;

  RunCalls(Backend backend, JobService jobService, ClaimAccess claimAccess) {
    this.backend = backend;
    this.jobs = backend.jobs();
    this.jobService = jobService;
    this.claimAccess = claimAccess;
  }

  void addTo(CallRoutes callRoutes) {
    callRoutes.add(ProtocolCalls.POST_CHILDREN, this::post);
    callRoutes.add(ProtocolCalls.POST_AWAITED, this::postAwaited);
    callRoutes.add(ProtocolCalls.FIND_OTHER, this::find);
    callRoutes.add(ProtocolCalls.SEARCH_OTHERS, this::search);
    callRoutes.add(ProtocolCalls.EDIT_OTHER, this::edit);
    callRoutes.add(ProtocolCalls.OPERATE, this::operate);
    callRoutes.add(ProtocolCalls.SIGNAL_OTHER, this::signal);
    callRoutes.add(ProtocolCalls.DELETE_OTHER, this::delete);
    callRoutes.add(
        ProtocolCalls.DELETE_OTHERS,
        (caller, q) -> new Messages.CountReply(of(caller, q.run()).deleteAll(q.filter())));
    callRoutes.add(ProtocolCalls.FLOW_OF_OTHER, this::flow);
    callRoutes.add(ProtocolCalls.NOTIFY_PARENT, this::notifyParentOf);
  }

  private Jobs of(Caller caller, Messages.RunRef runRef) {
    return jobService.forRun(claimAccess.checkRun(caller, runRef));
  }

  private Messages.PostResults post(Caller caller, Messages.PostChildren request) {
    if (request.children().size() > MAX_CHILDREN) {
      throw new InvalidInputException(
          "the request has " + request.children().size() + " jobs; allowed: up to " + MAX_CHILDREN);
    }
    Map<String, JobSpec> specs = new LinkedHashMap<>();
    request.children().forEach(childPost -> specs.put(childPost.name(), childPost.spec()));
    Job run = claimAccess.checkRun(caller, request.run());
    return new Messages.PostResults(jobService.postChildren(run, specs, request.keyed()));
  }

  private PostResult postAwaited(Caller caller, Messages.PostAwaitedChild request) {
    Job run = claimAccess.checkRun(caller, request.run());
    JobId undone = request.undone();
    if (undone != null) {
      Job child =
          jobService
              .findForRun(run, undone)
              .orElseThrow(() -> new NotFoundException(undone + " not found"));
      return jobService.postRevert(run, request.key(), child);
    }
    JobSpec spec = request.spec();
    if (spec == null) {
      throw new InvalidInputException("'spec' and 'undone' are both missing; give one of them");
    }
    return request.ofAuthor() && caller.isAdmin()
        ? jobService.postChildWithAuthorRights(run, request.key(), spec)
        : jobService.postChild(run, request.key(), spec);
  }

  /**
   * Finds a job for a running job. The running job may read itself even after its claim has ended.
   */
  private Messages.FoundJob find(Caller caller, Messages.OtherJobRef request) {
    if (request.job().equals(request.run().job())) {
      return new Messages.FoundJob(claimAccess.granted(caller, request.run()));
    }
    return new Messages.FoundJob(of(caller, request.run()).find(request.job()).orElse(null));
  }

  private Messages.SearchReply search(Caller caller, Messages.SearchOthers request) {
    JobQuery query = request.query();
    JobCalls.checkWindow(query);
    JobPage page = of(caller, request.run()).search(query);
    return Messages.SearchReply.of(page);
  }

  private Messages.FoundJob edit(Caller caller, Messages.EditOther request) {
    Job edited = request.edited();
    return new Messages.FoundJob(
        of(caller, request.run())
            .edit(
                edited.id(),
                stored -> {
                  if (stored.revision() != edited.revision()) {
                    throw new ConflictException(
                        edited.id()
                            + " has changed since it was read; read it again and repeat the edit");
                  }
                  return edited;
                }));
  }

  private Messages.FoundJob operate(Caller caller, Messages.OperateOnJob request) {
    Jobs run = of(caller, request.run());
    JobId job = request.job();
    return new Messages.FoundJob(
        switch (request.operation()) {
          case CANCEL -> run.cancel(job);
          case CANCEL_AND_REVERT -> run.cancelAndRevert(job);
          case CONTINUE_FLOW -> run.continueFlow(job, request.from());
          case RETRY -> run.retry(job);
          case RETRY_ONCE -> run.retryOnce(job, key(request));
        });
  }

  private static String key(Messages.OperateOnJob request) {
    String key = request.from();
    if (key == null || key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      throw new InvalidInputException(
          "the key for the single retry of "
              + request.job()
              + " is missing, or longer than "
              + MAX_KEY_LENGTH
              + " characters");
    }
    return key;
  }

  private Messages.FoundJob signal(Caller caller, Messages.SignalOther request) {
    return new Messages.FoundJob(
        of(caller, request.run()).signal(request.job(), request.name(), request.value()));
  }

  private Messages.EmptyMessage delete(Caller caller, Messages.OtherJobRef request) {
    of(caller, request.run()).delete(request.job());
    return new Messages.EmptyMessage();
  }

  private Messages.FoundLogbook flow(Caller caller, Messages.OtherJobRef request) {
    Job run = claimAccess.checkRun(caller, request.run());
    @Nullable Job other = jobService.findForRun(run, request.job()).orElse(null);
    return new Messages.FoundLogbook(
        other == null ? null : LogbookCalls.of(backend).find(other.id()).orElse(null));
  }

  /**
   * Notifies the parent of a final job that the job has ended. Any executor may make this call,
   * because the notification contains only the stored state of the job.
   */
  private Messages.EmptyMessage notifyParentOf(Caller caller, Messages.JobRef request) {
    jobs.find(request.job())
        .filter(job -> job.state().isFinal())
        .ifPresent(jobService::notifyParent);
    return new Messages.EmptyMessage();
  }
}
