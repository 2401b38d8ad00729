// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.UnavailableException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.wire.ClaimWriteItem;
import dev.baton.wire.Messages;
import dev.baton.wire.ProtocolCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class RemoteJobStore implements JobStore {

  /**
   * The time limit for the answer to a deletion of many jobs. The deletion of millions of jobs
   * takes minutes.
   */
  private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration SEARCH_TIMEOUT = Duration.ofMinutes(1);

  private final RemoteClient remoteClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final PostQueue posts;
  private final ClaimWriteQueue work;
  private final OpenBoardSessions openBoardSessions;
  // Requested once. Written by any thread.
  private volatile @Nullable String identity;

  RemoteJobStore(
      RemoteClient remoteClient,
      RetryIdempotentCalls retryIdempotentCalls,
      PostQueue posts,
      ClaimWriteQueue work,
      OpenBoardSessions openBoardSessions) {
    this.openBoardSessions = openBoardSessions;
    this.remoteClient = remoteClient;
    this.retryIdempotentCalls = retryIdempotentCalls;
    this.posts = posts;
    this.work = work;
  }

  @Override
  public String identity() {
    String known = identity;
    if (known == null) {
      known =
          retryIdempotentCalls.call(() ->
              remoteClient.call(ProtocolCalls.STORE_IDENTITY, new Messages.EmptyMessage()).text());
      identity = known;
    }
    return known;
  }

  @Override
  public List<PostResult> add(List<Job> jobs) {
    return jobs.isEmpty() ? List.of() : posts.add(jobs);
  }

  @Override
  public Optional<Job> find(JobId id) {
    Messages.JobRef request = new Messages.JobRef(id, openBoardSessions.sessionHolding(id));
    return retryIdempotentCalls.call(
        () -> Optional.ofNullable(remoteClient.call(ProtocolCalls.FIND, request).job()));
  }

  /** Not repeated: a second call would conflict with the revision that the first call made. */
  @Override
  public Job replace(Job edited) {
    Job stored = remoteClient.call(ProtocolCalls.REPLACE, new Messages.FoundJob(edited)).job();
    if (stored == null) {
      throw new UnavailableException(
          "the answer of the server lacks the stored form of " + edited.id());
    }
    return stored;
  }

  @Override
  public void write(RunWrite write) {
    work.execute(new ClaimWriteItem.Write(write), write.token());
  }

  @Override
  public boolean delete(JobId id) {
    return remoteClient.call(ProtocolCalls.DELETE, new Messages.JobRef(id)).flag();
  }

  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    Messages.DeleteAll request = new Messages.DeleteAll(filter, deletableBy);
    return remoteClient.call(ProtocolCalls.DELETE_ALL, request, DELETE_TIMEOUT).count();
  }

  @Override
  public long countUnfinished(String owner) {
    return retryIdempotentCalls.call(
        () -> remoteClient.call(ProtocolCalls.UNFINISHED, new Messages.TextMessage(owner)).count());
  }

  @Override
  public JobPage search(JobQuery query) {
    Messages.SearchReply searchReply =
        retryIdempotentCalls.call(() ->
            remoteClient.call(
                ProtocolCalls.SEARCH, new Messages.SearchJobsRequest(query), SEARCH_TIMEOUT));
    return new JobPage(searchReply.count(), searchReply.jobs(), searchReply.aggregations());
  }
}
