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
import dev.baton.job.PostResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.JobOperation;
import dev.baton.protocol.ProtocolCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations on other jobs that the action of a running job may use. The server executes them.
 */
record RemoteRunJobService(RemoteClient remoteClient, Messages.RunRef runRef) implements Jobs {

  private static final Duration FOR_POSTS = Duration.ofSeconds(30);
  private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_EDITS = 20;

  /**
   * Posts child jobs under generated keys. If a request must be repeated, the server finds the jobs
   * of the first request by these keys.
   */
  @Override
  public List<PostResult> post(List<JobSpec> specs) {
    String request = "post/" + UUID.randomUUID() + "/";
    Map<String, JobSpec> named = new LinkedHashMap<>();
    specs.forEach(spec -> named.put(request + named.size(), spec));
    List<String> names = List.copyOf(named.keySet());
    List<PostResult> answers = post(named, false);
    List<PostResult> posted = new ArrayList<>(answers.size());
    for (int i = 0; i < answers.size(); i++) {
      JobId id = answers.get(i).id();
      boolean own = id.equals(JobId.ofChild(runRef.job(), names.get(i)));
      posted.add(new PostResult(id, own));
    }
    return posted;
  }

  @Override
  public List<PostResult> postOnce(Map<String, JobSpec> specs) {
    return post(specs, true);
  }

  private List<PostResult> post(Map<String, JobSpec> specs, boolean keyed) {
    if (specs.isEmpty()) {
      return List.of();
    }
    List<Messages.ChildPost> children = new ArrayList<>();
    specs.forEach((name, spec) -> children.add(new Messages.ChildPost(name, spec)));
    Messages.PostChildren request = new Messages.PostChildren(runRef, children, keyed);
    List<PostResult> answers =
        remoteClient.repeatFor(FOR_POSTS, ProtocolCalls.POST_CHILDREN, request).answers();
    if (answers.size() != specs.size()) {
      throw new UnavailableException(
          "the server answered only " + answers.size() + " of " + specs.size() + " posts");
    }
    return answers;
  }

  @Override
  public Optional<Job> find(JobId id) {
    Messages.OtherJobRef request = new Messages.OtherJobRef(runRef, id);
    return Optional.ofNullable(remoteClient.repeat(ProtocolCalls.FIND_OTHER, request).job());
  }

  @Override
  public JobPage search(JobQuery query) {
    Messages.SearchOthers request = new Messages.SearchOthers(runRef, query);
    return remoteClient.repeat(ProtocolCalls.SEARCH_OTHERS, request, SEARCH_TIMEOUT).page();
  }

  /**
   * Edits the job. If the job was changed after it was read, reads it again and repeats the edit.
   */
  @Override
  public Job edit(JobId id, UnaryOperator<Job> edit) {
    for (int edits = 1; ; edits++) {
      Job stored = find(id).orElseThrow(() -> new NotFoundException(id + " not found"));
      try {
        Messages.EditOther request = new Messages.EditOther(runRef, edit.apply(stored));
        return remoteClient.call(ProtocolCalls.EDIT_OTHER, request).stored(id);
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
    return operate(id, JobOperation.CANCEL, null);
  }

  @Override
  public Job cancelAndRevert(JobId id) {
    return operate(id, JobOperation.CANCEL_AND_REVERT, null);
  }

  @Override
  public Job continueFlow(JobId id, @Nullable String from) {
    return operate(id, JobOperation.CONTINUE_FLOW, from);
  }

  @Override
  public Job retry(JobId id) {
    return operate(id, JobOperation.RETRY, null);
  }

  @Override
  public Job retryOnce(JobId id, String key) {
    return remoteClient.repeats().call(() -> operate(id, JobOperation.RETRY_ONCE, key));
  }

  private Job operate(JobId id, JobOperation jobOperation, @Nullable String from) {
    Messages.OperateOnJob request = new Messages.OperateOnJob(runRef, id, jobOperation, from);
    return remoteClient.call(ProtocolCalls.OPERATE, request).stored(id);
  }

  @Override
  public Job signal(JobId id, String name, JsonNode value) {
    Messages.SignalOther request = new Messages.SignalOther(runRef, id, name, value);
    return remoteClient.call(ProtocolCalls.SIGNAL_OTHER, request).stored(id);
  }

  @Override
  public void delete(JobId id) {
    remoteClient.call(ProtocolCalls.DELETE_OTHER, new Messages.OtherJobRef(runRef, id));
  }

  @Override
  public long deleteAll(Filter filter) {
    Messages.DeleteOthers request = new Messages.DeleteOthers(runRef, filter);
    return remoteClient.call(ProtocolCalls.DELETE_OTHERS, request, DELETE_TIMEOUT).count();
  }
}
