// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.access.Caller;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnreadableException;
import dev.baton.flow.ChildJobs;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobStore;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.service.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Posts child jobs for whose end their parent waits, at most one child job under each key of a
 * parent. Signals the end of such a child job to its parent.
 */
record AwaitedChildJobs(JobStore store, Clock clock) {

  /**
   * The maximum number of tries to write the signal. A try fails if another writer changes the
   * parent at the same time. If all tries fail, the parent finds the end of the child job later by
   * polling.
   */
  private static final int MAX_TRIES = 20;

  /**
   * The maximum number of signals of a parent. If the parent has so many, no further child job
   * sends a signal, and the parent finds the end of these child jobs by polling.
   */
  private static final int MAX_SHOWN = 1_000;

  PostResult post(PostJobs postJobs, Job parent, String key, JobSpec spec) {
    if (spec.uniqueKey() != null) {
      throw new InvalidInputException(
          "unique-key is '"
              + spec.uniqueKey()
              + "'; a job that a flow waits for cannot have a unique key, so leave it out");
    }
    return post(postJobs, parent, key, spec, Collections.emptySortedMap());
  }

  /** Posts a child job that reverts the flow of another, final child job. */
  PostResult postRevert(PostJobs postJobs, Job parent, String key, Job child) {
    JsonNode summary = JsonNodeFactory.instance.objectNode().put("job", child.id().toString());
    JobSpec spec = child.spec().toBuilder().notBefore(null).build();
    return post(postJobs, parent, key, spec, new TreeMap<>(Map.of(Jobs.CONTINUE_SIGNAL, summary)));
  }

  private static PostResult post(
      PostJobs postJobs,
      Job parent,
      String key,
      JobSpec spec,
      SortedMap<String, JsonNode> signals) {
    JobId id = JobId.ofChild(parent.id(), key);
    PostJobs.ChildRequest childRequest = new PostJobs.ChildRequest(id, key, spec, true, signals);
    return postJobs.postChildrenOnce(parent, List.of(childRequest)).getFirst();
  }

  /**
   * Signals the end of a final job to its parent, if the parent waits for the job. Calling it again
   * has no further effect.
   */
  void notifyParent(Job child) {
    JobId parent = child.spec().parent();
    if (parent == null || !child.origin().awaited()) {
      return;
    }
    String signal = ChildJobs.ENDED_SIGNAL_PREFIX + child.id().uuid();
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Job stored = readable(parent);
      if (stored == null || stored.state().isFinal() || isFull(stored, signal)) {
        return;
      }
      try {
        store.replace(
            JobEdit.by(
                Caller.internal(),
                JobSignal.withReservedSignal(stored, signal, BooleanNode.TRUE, clock.now())));
        return;
      } catch (ConflictException e) {
        // Another writer was faster. The next iteration tries again with a fresh copy of the parent
        // job.
      }
    }
  }

  /**
   * Returns the parent job; null if it does not exist or cannot be read. An unreadable parent is no
   * error here, because it must not make the end of the child job fail.
   */
  private @Nullable Job readable(JobId id) {
    try {
      return store.find(id).orElse(null);
    } catch (UnreadableException e) {
      return null;
    }
  }

  private static boolean isFull(Job parent, String signal) {
    SortedMap<String, JsonNode> signals = parent.status().signals();
    return signals.containsKey(signal) || signals.size() >= MAX_SHOWN;
  }
}
