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
 * Removes the entries of jobs that are final or missing, on a board that another system's server
 * fills and that Baton does not reconcile. Nuvla's executors do the same when they find such an
 * entry. This service is needed because claims do not see the entries of jobs whose action this
 * process does not provide. The entry of a live job stays, whatever its action is, because another
 * executor may provide the action.
 */
final class RemoveDeadEntries implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(RemoveDeadEntries.class);

  /**
   * The minimum age of an entry that is removed because its job is missing. Nuvla's server creates
   * entries before their jobs, so younger entries are not removed.
   */
  private static final Duration ORPHAN = Duration.ofSeconds(10);

  private static final Duration APART = Duration.ofSeconds(5);
  private static final int MOST_PER_PASS = 600;

  private final BoardContext parts;
  private final JobStore jobs;
  private final BooleanSupplier wanted;
  private final PollLoop loop;
  // Used by the thread of the poll loop: the entry after which the next pass starts.
  private @Nullable String last;

  /**
   * @param jobs finds a job by its id, because the results of searches may be out of date
   * @param wanted whether this process claims from the board
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
   * Returns the next free entries in the order of the board; starts at the first entry again after
   * the last.
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
      // The result of a search may be out of date, but a final job stays final.
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
