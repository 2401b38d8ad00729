// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.Posted;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import dev.baton.wire.Forms.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The jobs as the action of a running job may see and change them, done by the server. */
final class RemoteRunJobs implements Jobs {

  private static final Duration FOR_POSTS = Duration.ofSeconds(30);
  private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_EDITS = 20;

  private final Http http;
  private final Retry retry;
  private final Forms.Run run;

  RemoteRunJobs(Http http, Retry retry, Forms.Run run) {
    this.http = http;
    this.retry = retry;
    this.run = run;
  }

  /** Under names of its own, so that a repetition meets the jobs of the first request. */
  @Override
  public List<Posted> post(List<JobSpec> specs) {
    String request = "post/" + UUID.randomUUID() + "/";
    Map<String, JobSpec> named = new LinkedHashMap<>();
    specs.forEach(spec -> named.put(request + named.size(), spec));
    List<String> names = List.copyOf(named.keySet());
    List<Posted> answers = post(named, false);
    List<Posted> posted = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      JobId id = answers.get(i).id();
      boolean own = id.equals(JobId.ofChild(run.job(), names.get(i)));
      posted.add(new Posted(id, own));
    }
    return posted;
  }

  @Override
  public List<Posted> postOnce(Map<String, JobSpec> specs) {
    return post(specs, true);
  }

  private List<Posted> post(Map<String, JobSpec> specs, boolean keyed) {
    if (specs.isEmpty()) {
      return List.of();
    }
    List<Forms.Child> children = new ArrayList<>();
    specs.forEach((name, spec) -> children.add(new Forms.Child(name, spec)));
    Forms.PostChildren request = new Forms.PostChildren(run, children, keyed);
    List<Posted> answers =
        retry
            .harmless(() -> http.call(Calls.POST_CHILDREN, request), retry.in(FOR_POSTS))
            .answers();
    if (answers.size() != specs.size()) {
      throw new UnavailableException(
          "the server answers " + answers.size() + " of " + specs.size() + " posts");
    }
    return answers;
  }

  @Override
  public Optional<Job> find(JobId id) {
    return retry.harmless(
        () -> Optional.ofNullable(http.call(Calls.FIND_OTHER, new Forms.OtherJob(run, id)).job()));
  }

  @Override
  public JobPage search(JobQuery query) {
    Forms.SearchOthers request = new Forms.SearchOthers(run, query);
    Forms.Page page = retry.harmless(() -> http.call(Calls.SEARCH_OTHERS, request, SEARCH_TIMEOUT));
    return new JobPage(page.count(), page.jobs(), page.aggregations());
  }

  /** The server refuses an edit of another revision; then it starts from a fresh copy. */
  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    for (int edits = 1; ; edits++) {
      Job stored = find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
      try {
        return stored(
            id, http.call(Calls.EDIT_OTHER, new Forms.EditOther(run, edit.apply(stored))));
      } catch (ConflictException e) {
        boolean same = find(id).map(job -> job.revision() == stored.revision()).orElse(true);
        if (same || edits == MAX_EDITS) {
          throw e;
        }
      }
    }
  }

  @Override
  public Job cancel(JobId id) {
    return operate(id, Operation.CANCEL, null);
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    return operate(id, Operation.CANCEL_AND_REVERT, null);
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    return operate(id, Operation.CONTINUE_FLOW, from);
  }

  @Override
  public Job retry(JobId id) {
    return operate(id, Operation.RETRY, null);
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    return retry.harmless(() -> operate(id, Operation.RETRY_ONCE, key));
  }

  private Job operate(JobId id, Operation operation, @Nullable String from) {
    return stored(id, http.call(Calls.OPERATE, new Forms.Operate(run, id, operation, from)));
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    return stored(id, http.call(Calls.SIGNAL_OTHER, new Forms.SignalOther(run, id, name, value)));
  }

  @Override
  public void delete(JobId id) {
    http.call(Calls.DELETE_OTHER, new Forms.OtherJob(run, id));
  }

  @Override
  public long deleteAll(Filter filter) {
    Forms.DeleteOthers request = new Forms.DeleteOthers(run, filter);
    return http.call(Calls.DELETE_OTHERS, request, DELETE_TIMEOUT).count();
  }

  private static Job stored(JobId id, Forms.FoundJob answer) {
    Job job = answer.job();
    if (job == null) {
      throw new UnavailableException("the server did not say how " + id + " is stored");
    }
    return job;
  }
}
