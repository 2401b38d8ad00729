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
 * Posts child jobs for whose end their parent waits, each once under a key, and signals their end
 * to the parent.
 */
record AwaitedChildJobs(JobStore store, Clock clock) {

  /**
   * After this many lost races in a row, the signal is not written; the parent finds the end by
   * polling.
   */
  private static final int MAX_TRIES = 20;

  /**
   * If a parent has more signals than this, it finds the end of its other children only by polling.
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

  /** Posts a job that reverts the flow of a child. */
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

  /** Signals the end of a final job to its parent, if the parent waits for it. May be repeated. */
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
   * Returns the parent job; null if it does not exist or cannot be read. A parent that cannot be
   * read is no error here, because the child job has ended in any case.
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
