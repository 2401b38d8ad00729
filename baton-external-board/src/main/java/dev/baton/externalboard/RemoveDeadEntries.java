// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobStore;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the entries of final or missing jobs from a board that the server of another system fills
 * and that Baton does not reconcile. Nuvla's executors remove such an entry when they find it.
 * Baton's executors do not find all of them, because they pass over the entries of jobs whose
 * action they do not provide. Therefore this service looks at all entries. It keeps the entry of
 * every live job, because another executor may provide its action.
 */
final class RemoveDeadEntries implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(RemoveDeadEntries.class);

  /**
   * How old an entry must be before this service looks at it. Nuvla's server creates an entry
   * before its job, so the job of a young entry may still come.
   */
  private static final Duration ORPHAN = Duration.ofSeconds(10);

  private static final Duration APART = Duration.ofSeconds(5);
  private static final int MOST_PER_PASS = 600;

  private final BoardContext parts;
  private final JobStore jobs;
  private final BooleanSupplier wanted;
  private final PollLoop loop;
  // The entry after which the next pass continues; null for the first entry. Used by the thread of
  // the poll loop.
  private @Nullable String last;

  /**
   * @param jobs finds a single job by its id; a search may not find a job that was just written
   * @param wanted whether this process claims from the board; otherwise the service does nothing
   */
  RemoveDeadEntries(String threadRole, BoardContext parts, JobStore jobs, BooleanSupplier wanted) {
    this.parts = parts;
    this.jobs = jobs;
    this.wanted = wanted;
    this.loop = PollLoop.of(threadRole, this::pass);
  }

  @Override
  public void start() {
    loop.start();
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    loop.stop();
  }

  private PassResult pass() {
    if (wanted.getAsBoolean() && parts.queue().isReady()) {
      List<String> dead = dead(next());
      if (!dead.isEmpty()) {
        List<String> removed = parts.queue().remove(dead);
        LOG.info("entries of final or missing jobs removed: entries={}", removed.size());
      }
    }
    return PassResult.waitFor(APART);
  }

  /**
   * Returns the next free entries in the order of the board. After the last entry, the next call
   * starts again at the first.
   */
  private Map<String, JobId> next() {
    Map<String, JobId> next = new HashMap<>();
    String from = last;
    QueueView view = parts.view();
    Iterator<String> names =
        (from == null ? view.free() : view.free().tailSet(from, false)).iterator();
    last = null;
    while (names.hasNext() && next.size() < MOST_PER_PASS) {
      String name = names.next();
      JobId job = view.job(name);
      if (job != null && parts.clock().nanos() - view.knownSinceNanos(name) > ORPHAN.toNanos()) {
        next.put(name, job);
      }
      last = names.hasNext() ? name : null;
    }
    return next;
  }

  private List<String> dead(Map<String, JobId> entries) {
    Map<JobId, Boolean> finals = new HashMap<>();
    if (!entries.isEmpty()) {
      // A search may return an old state of a job. But if it returns a final state, the job is
      // final, because a final state never changes.
      for (ExternalBoardStore.BoardJob boardJob : parts.store().findBoardJobs(entries.values())) {
        Job job = boardJob.job();
        finals.put(boardJob.id(), job != null && job.state().isFinal());
      }
    }
    List<String> dead = new ArrayList<>();
    entries.forEach((name, job) -> {
      Boolean isFinal = finals.get(job);
      if (isFinal == null ? isMissing(job) : isFinal) {
        dead.add(name);
      }
    });
    return dead;
  }

  private boolean isMissing(JobId id) {
    try {
      Optional<Job> job = jobs.find(id);
      return job.isEmpty() || job.get().state().isFinal();
    } catch (ForbiddenException | InvalidInputException e) {
      LOG.debug("entry is kept, because this process cannot read its job: job={}", id, e);
      return false;
    }
  }
}
