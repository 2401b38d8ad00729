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
 * Posts jobs. A post without an answer is repeated. Jobs carry their ids, so if a repeated post
 * finds the ids in use, the first post took effect.
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
   * Marks jobs as newly posted if a repeated post was answered with the job of the first post,
   * which the server found by its unique key.
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
   * Decides, after a conflict of a repeated post, which jobs the first post added. The first post
   * was atomic: it added the jobs that are stored now. For each other job it found a job with the
   * same unique key, and the second post finds that job too.
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
