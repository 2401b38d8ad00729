// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.ConflictException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.NotSentException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.PostResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts jobs. If the server does not answer, repeats the post. Jobs carry their ids: if the server
 * answers a repeated post that it knows the ids already, the first post was stored.
 */
final class PostQueue implements Service {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final RemoteClient remoteClient;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final CallBatcher callBatcher;

  PostQueue(RemoteClient remoteClient) {
    this.remoteClient = remoteClient;
    this.retryIdempotentCalls = remoteClient.repeats();
    this.callBatcher = new CallBatcher("remote-posts", remoteClient, ProtocolCalls.ADD, "posts");
  }

  @Override
  public void start() {
    callBatcher.start();
  }

  /** Within ten seconds, as {@link CallBatcher#stop()}. */
  @Override
  public void stop() {
    callBatcher.stop();
  }

  List<PostResult> add(List<Job> jobs) {
    return add(jobs, retryIdempotentCalls.deadlineAfter(TIMEOUT));
  }

  private List<PostResult> add(List<Job> jobs, Deadline deadline) {
    boolean mayBeStored = false;
    for (int failures = 1; ; failures++) {
      try {
        return posted(jobs, callBatcher.submit(jobs).value(PostResult[].class), mayBeStored);
      } catch (ConflictException e) {
        if (!mayBeStored) {
          throw e;
        }
        return afterConflict(jobs, deadline, e);
      } catch (UnavailableException e) {
        mayBeStored |= NotSentException.mayHaveArrived(e);
        if (!retryIdempotentCalls.pause(failures, deadline)) {
          throw e;
        }
      }
    }
  }

  /**
   * Builds the results of a post. A repeated post may find the job of the first post by its unique
   * key. The id shows that this is the same job, so it counts as newly posted.
   */
  private static List<PostResult> posted(List<Job> jobs, PostResult[] answers, boolean repeated) {
    List<PostResult> posted = new ArrayList<>(answers.length);
    for (int i = 0; i < answers.length; i++) {
      boolean own = repeated && answers[i].id().equals(jobs.get(i).id());
      posted.add(own ? new PostResult(answers[i].id(), true) : answers[i]);
    }
    return posted;
  }

  /**
   * Returns the results of a repeated post that the server refused because it knows some of the ids
   * already. These jobs were added by the first post. The first post was one transaction, so for
   * each other job it found a job with the same unique key. The other jobs are posted again, to
   * find that job too.
   */
  private List<PostResult> afterConflict(List<Job> jobs, Deadline deadline, ConflictException e) {
    List<Job> missing = new ArrayList<>();
    for (Job job : jobs) {
      Optional<Job> stored = remoteClient.find(new Messages.JobRef(job.id()));
      if (stored.isEmpty()) {
        missing.add(job);
      } else if (!isSame(job, stored.get())) {
        throw e;
      }
    }
    if (missing.size() == jobs.size()) {
      throw e;
    }
    Map<JobId, PostResult> others = new HashMap<>();
    if (!missing.isEmpty()) {
      List<PostResult> answers = add(missing, deadline);
      for (int i = 0; i < missing.size(); i++) {
        others.put(missing.get(i).id(), answers.get(i));
      }
    }
    return jobs.stream()
        .map(job -> others.getOrDefault(job.id(), new PostResult(job.id(), true)))
        .toList();
  }

  private static boolean isSame(Job posted, Job stored) {
    return posted.spec().action().equals(stored.spec().action())
        && posted.createdBy().equals(stored.createdBy());
  }
}
