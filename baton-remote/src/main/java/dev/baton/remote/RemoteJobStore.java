// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
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
  private final PostQueue posts;
  private final ClaimWriteQueue work;
  private final OpenBoardSessions openBoardSessions;
  // The identity of the server's job store, requested once. Written by any thread.
  private volatile @Nullable String identity;

  RemoteJobStore(
      RemoteClient remoteClient,
      PostQueue posts,
      ClaimWriteQueue work,
      OpenBoardSessions openBoardSessions) {
    this.openBoardSessions = openBoardSessions;
    this.remoteClient = remoteClient;
    this.posts = posts;
    this.work = work;
  }

  @Override
  public String identity() {
    String known = identity;
    if (known == null) {
      known = remoteClient.repeat(ProtocolCalls.STORE_IDENTITY, new Messages.EmptyMessage()).text();
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
    return remoteClient.find(new Messages.JobRef(id, openBoardSessions.sessionHolding(id)));
  }

  /**
   * Not repeated while the server does not answer: if the first call was stored, it has raised the
   * revision, and a second call would fail with a conflict.
   */
  @Override
  public Job replace(Job edited) {
    Messages.FoundJob request = new Messages.FoundJob(edited);
    return remoteClient.call(ProtocolCalls.REPLACE, request).stored(edited.id());
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
    return remoteClient.repeat(ProtocolCalls.UNFINISHED, new Messages.TextMessage(owner)).count();
  }

  @Override
  public JobPage search(JobQuery query) {
    Messages.SearchJobsRequest request = new Messages.SearchJobsRequest(query);
    return remoteClient.repeat(ProtocolCalls.SEARCH, request, SEARCH_TIMEOUT).page();
  }
}
