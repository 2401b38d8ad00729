// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.error.ConflictException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Posted;
import dev.baton.service.Deadline;
import dev.baton.service.Retry;
import dev.baton.service.Service;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Posts jobs. A post whose answer is missing is repeated: since jobs bring their ids, a repetition
 * that finds them taken proves that the first one took effect.
 */
final class PostQueue implements Service {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Http http;
  private final Retry retry;
  private final Batches batches;

  PostQueue(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
    this.batches = new Batches("remote-posts", http, Calls.ADD, "posts");
  }

  @Override
  public void start() {
    batches.start();
  }

  @Override
  public void stop() {
    batches.stop();
  }

  List<Posted> add(List<Job> jobs) {
    return add(jobs, retry.in(PATIENCE));
  }

  private List<Posted> add(List<Job> jobs, Deadline deadline) {
    boolean mayBeThere = false;
    for (int failures = 1; ; failures++) {
      try {
        return posted(jobs, batches.submit(jobs).value(Posted[].class), mayBeThere);
      } catch (ConflictException e) {
        if (!mayBeThere) {
          throw e;
        }
        return afterConflict(jobs, deadline, e);
      } catch (UnavailableException e) {
        mayBeThere |= NotSent.mayHaveArrived(e);
        if (!retry.pause(failures, deadline)) {
          throw e;
        }
      }
    }
  }

  /** A repeated post may be answered with the job of the first one, found by its unique key. */
  private static List<Posted> posted(List<Job> jobs, Posted[] answers, boolean repeated) {
    List<Posted> posted = new ArrayList<>(answers.length);
    for (int i = 0; i < answers.length; i++) {
      boolean own = repeated && answers[i].id().equals(jobs.get(i).id());
      posted.add(own ? new Posted(answers[i].id(), true) : answers[i]);
    }
    return posted;
  }

  /**
   * The jobs that are there were added by the first attempt, which was all or none; for the others
   * it found a job of the same unique key, and so will the second.
   */
  private List<Posted> afterConflict(List<Job> jobs, Deadline deadline, ConflictException e) {
    List<Job> missing = new ArrayList<>();
    for (Job job : jobs) {
      Optional<Job> stored = find(job.id());
      if (stored.isEmpty()) {
        missing.add(job);
      } else if (!isSame(job, stored.get())) {
        throw e;
      }
    }
    if (missing.size() == jobs.size()) {
      throw e;
    }
    Map<JobId, Posted> others = new HashMap<>();
    if (!missing.isEmpty()) {
      List<Posted> answers = add(missing, deadline);
      for (int i = 0; i < missing.size(); i++) {
        others.put(missing.get(i).id(), answers.get(i));
      }
    }
    return jobs.stream()
        .map(job -> others.getOrDefault(job.id(), new Posted(job.id(), true)))
        .toList();
  }

  private Optional<Job> find(JobId id) {
    return retry.harmless(
        () -> Optional.ofNullable(http.call(Calls.FIND, new Forms.JobRef(id)).job()));
  }

  private static boolean isSame(Job posted, Job stored) {
    return posted.spec().action().equals(stored.spec().action())
        && posted.createdBy().equals(stored.createdBy());
  }
}
