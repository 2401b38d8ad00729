// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.QuotaExceededException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.job.PostResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one attempt of a bulk job. Child jobs are posted in batches, each under a key
 * with the number of its element. The next attempt therefore finds them and does not post them
 * again.
 */
final class BulkProgress {
  private static final int BATCH = 200;
  private static final String ELEMENT_KEY = "bulk-element/";

  private record Pending(String key, String resource, JobSpec spec) {}

  private final JobRun run;
  private final BulkResult result;
  private final Map<String, Job> earlier;
  private final List<Pending> batch = new ArrayList<>();
  private final int reportEvery;
  private long children;

  BulkProgress(JobRun run, int elements) {
    this.run = run;
    this.result = new BulkResult(elements);
    this.reportEvery = Math.max(1, elements / 100);
    this.earlier = run.attempt() > 1 ? childrenOfEarlierAttempts() : Map.of();
  }

  /** Returns true and counts the child if an earlier attempt posted a child job for the element. */
  boolean hasChild(int number, @Nullable String resource) {
    Job child = earlier.get(key(number));
    if (child == null) {
      return false;
    }
    countChild(resource == null ? child.id().toString() : resource);
    return true;
  }

  void add(int number, @Nullable String resource, BulkOutcome outcome) {
    switch (outcome) {
      case BulkOutcome.Post post ->
          batch.add(new Pending(key(number), resource == null ? "" : resource, post.child()));
      case BulkOutcome.Success done -> {
        String id = done.resource() == null ? resource : done.resource();
        result.addSuccess(id == null ? List.of() : List.of(id), 1);
      }
      case BulkOutcome.Failed failed ->
          result.addError(BulkResult.Category.FAILED, failed.reason(), resource, failed.message());
      case BulkOutcome.Skipped skipped ->
          result.addError(
              BulkResult.Category.SKIPPED, skipped.reason(), resource, skipped.message());
    }
    if (batch.size() >= BATCH) {
      postBatch();
    }
    if (number % reportEvery == 0) {
      report();
    }
  }

  /** Ends the attempt. Parks the job if it has child jobs; otherwise its result is complete. */
  void finish() {
    postBatch();
    report();
    if (children > 0) {
      run.park(tags());
    } else {
      run.result(result.toNode());
    }
  }

  private List<String> tags() {
    return Stream.concat(run.job().spec().tags().stream(), Stream.of(JobSpec.MONITOR_TAG))
        .distinct()
        .toList();
  }

  private void report() {
    result.children(children);
    run.message(result.toJson());
    run.progress(Math.min(99, result.progress()));
  }

  private void postBatch() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      Map<String, JobSpec> specs = new LinkedHashMap<>();
      batch.forEach(pending -> specs.put(pending.key(), pending.spec()));
      List<PostResult> posted = run.jobs().postOnce(specs);
      for (int i = 0; i < posted.size(); i++) {
        count(batch.get(i), posted.get(i));
      }
    } catch (InvalidInputException
        | ForbiddenException
        | ConflictException
        | QuotaExceededException e) {
      // The whole batch was refused because of one child job. Posting the child jobs one by one
      // shows which child job is refused.
      batch.forEach(this::postAlone);
    }
    batch.clear();
  }

  private void postAlone(Pending pending) {
    try {
      count(pending, run.jobs().postOnce(Map.of(pending.key(), pending.spec())).getFirst());
    } catch (InvalidInputException
        | ForbiddenException
        | ConflictException
        | QuotaExceededException e) {
      result.addError(
          BulkResult.Category.FAILED, "Not posted", known(pending.resource()), e.getMessage());
    }
  }

  private void count(Pending pending, PostResult postResult) {
    if (postResult.isNew() || isOwn(pending, postResult)) {
      String resource = known(pending.resource());
      countChild(resource == null ? postResult.id().toString() : resource);
    } else {
      result.addError(
          BulkResult.Category.SKIPPED,
          "Posted already",
          known(pending.resource()),
          postResult.id() + " has the same unique key");
    }
  }

  private void countChild(String id) {
    children++;
    result.addQueued(List.of(id), 1);
  }

  private static @Nullable String known(String resource) {
    return resource.isEmpty() ? null : resource;
  }

  /**
   * Whether the existing job is the child job that an earlier attempt posted for the same element.
   * If not, it is another job with the same unique key.
   */
  private boolean isOwn(Pending pending, PostResult postResult) {
    return postResult.id().equals(JobId.ofChild(run.job().id(), pending.key()));
  }

  private static String key(int number) {
    return ELEMENT_KEY + number;
  }

  private Map<String, Job> childrenOfEarlierAttempts() {
    Filter filter =
        new Filter.Equal(
            Filter.Path.of("parent-job"), new Filter.Value.Text(run.job().id().toString()));
    Map<String, Job> found = new HashMap<>();
    int first = 1;
    List<Job> window;
    do {
      int last = first + JobQuery.MAX_PAGE - 1;
      window =
          run.jobs().search(new JobQuery(filter, null, List.of(), first, last, List.of())).jobs();
      for (Job child : window) {
        String key = child.origin().childKey();
        if (key != null && key.startsWith(ELEMENT_KEY)) {
          found.put(key, child);
        }
      }
      first = last + 1;
    } while (window.size() == JobQuery.MAX_PAGE);
    return found;
  }
}
