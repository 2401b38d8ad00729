// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.BoardSession;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.ExternalBoardStore.UnpostedJob;
import dev.baton.error.BatonException;
import dev.baton.externalboard.QueueView.JobTraits;
import dev.baton.filter.Filter;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.logbook.LogbookStore;
import dev.baton.service.Batches;
import dev.baton.service.Clock;
import dev.baton.service.SaturatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job store of another driver, together with an external board on which this class posts the
 * jobs. If the board does not answer, a write to the store remains valid, and the feeder posts the
 * jobs later.
 */
final class PostingJobStore implements JobStore {

  private static final int PAGE = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(PostingJobStore.class);

  private final JobStore store;
  private final EntryQueue queue;
  private final ExternalBoardStore externalBoardStore;
  private final WindowFeeder feeder;
  private final Set<BoardSession.ClaimRef> ended;
  private final @Nullable LogbookStore flows;
  private final Clock clock;
  // Whether Baton posts the jobs of this store. False if the server behind the store posts them and
  // changes their entries itself.
  private final boolean posts;

  /**
   * @param flows the store of flows if flows are kept on the board, so that this class deletes a
   *     flow after its job; otherwise null
   */
  PostingJobStore(JobStore store, BoardContext parts, @Nullable LogbookStore flows) {
    this.store = store;
    this.flows = flows;
    this.queue = parts.queue();
    this.feeder = parts.feeder();
    this.ended = parts.claimsToConsume();
    this.clock = parts.clock();
    this.externalBoardStore = parts.store();
    this.posts = externalBoardStore.isFedByBaton();
  }

  @Override
  public String identity() {
    return store.identity();
  }

  @Override
  public List<PostResult> add(List<Job> jobs) {
    List<UnpostedJob> waiting =
        jobs.stream().filter(this::isDue).map(PostingJobStore::waiting).toList();
    List<JobId> all = waiting.stream().map(UnpostedJob::job).toList();
    Set<JobId> own = new HashSet<>(all);
    feeder.postingGrace().beginPost(all);
    try {
      List<PostResult> answers = store.add(jobs);
      Set<JobId> fresh = new HashSet<>();
      answers.stream().filter(PostResult::isNew).forEach(answer -> fresh.add(answer.id()));
      Set<JobId> posted = post(waiting.stream().filter(job -> fresh.contains(job.job())).toList());
      own.removeAll(posted);
      // Executors of this process need not read these jobs before they claim them.
      jobs.stream()
          .filter(job -> posted.contains(job.id()))
          .forEach(job -> queue.view().setTraits(job.id(), JobTraits.of(job)));
      notifyOfDue(jobs);
      return answers;
    } finally {
      feeder.postingGrace().endPost(all, own);
    }
  }

  /** Tells the feeder the earliest time at which one of the jobs becomes due. */
  private void notifyOfDue(List<Job> jobs) {
    jobs.stream()
        .filter(job -> job.state() == JobState.QUEUED)
        .map(job -> job.spec().notBefore())
        .filter(due -> due != null && due.isAfter(clock.now()))
        .min(Comparator.naturalOrder())
        .ifPresent(this::notifyOfDue);
  }

  private void notifyOfDue(Instant due) {
    if (posts) {
      feeder.jobFallsDue(due);
    }
  }

  private static UnpostedJob waiting(Job job) {
    return new UnpostedJob(job.id(), job.spec().priority().value(), true, false);
  }

  private boolean isDue(Job job) {
    Instant notBefore = job.spec().notBefore();
    return job.state() == JobState.QUEUED
        && job.spec().mode() != ExecutionMode.PULL
        && (notBefore == null || !notBefore.isAfter(clock.now()));
  }

  /**
   * Posts the jobs that are urgent enough for the window and returns them. The other jobs stay in
   * the store, and the feeder posts them when they fit.
   */
  private Set<JobId> post(List<UnpostedJob> jobs) {
    if (!posts || jobs.isEmpty() || !queue.isReady()) {
      return Set.of();
    }
    try {
      List<UnpostedJob> fitting = feeder.jobsForWindow(jobs);
      queue.post(fitting);
      return fitting.stream().map(UnpostedJob::job).collect(Collectors.toSet());
    } catch (BatonException e) {
      LOG.debug("jobs could not be posted; the feeder posts them later: jobs={}", jobs.size(), e);
      return Set.of();
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return store.find(id);
  }

  @Override
  public Job replace(Job edited) {
    Job job = store.replace(edited);
    notifyOfDue(List.of(job));
    try {
      follow(job);
    } catch (BatonException e) {
      LOG.debug("job was edited; its entry is updated later: job={}", job.id(), e);
    }
    return job;
  }

  /**
   * Adapts the entries of a job to an edit: removes entries that are wrong now, and posts the job
   * if it waits. An entry that an executor has locked is not changed. That executor learns the end
   * of the job at its next renewal, or the store refuses to start the job or refuses its next claim
   * write.
   */
  private void follow(Job job) {
    if (!posts) {
      return;
    }
    boolean waits = isDue(job);
    boolean locked = queue.view().hasJob(job.id()) && queue.view().freeOf(job.id()).isEmpty();
    if (locked && job.state() != JobState.QUEUED) {
      // The executor of the job started or ended it, or reported its progress. It also removes the
      // entry of a job that has ended.
      return;
    }
    queue.refresh();
    String prefix = EntryQueue.prefix(job.spec().priority().value());
    List<String> free = queue.view().freeOf(job.id());
    List<String> wrong = free.stream().filter(name -> !waits || !name.startsWith(prefix)).toList();
    if (!wrong.isEmpty()) {
      queue.remove(wrong);
    }
    if (waits && wrong.size() == free.size()) {
      queue.post(List.of(waiting(job)));
    }
  }

  @Override
  public void write(RunWrite write) {
    store.write(write);
    switch (write) {
      case RunWrite.Report report -> {
        // A report does not end the claim.
      }
      case RunWrite.Retry retry -> {
        addEnded(write);
        if (retry.delay().isPositive()) {
          notifyOfDue(SaturatedTime.plus(clock.now(), retry.delay()));
        } else if (!retry.toPull()) {
          postIfDue(write.job());
        }
      }
      case RunWrite.Wait wait -> {
        // Posted at once if a signal has arrived before the wait was stored, because then the job
        // does not wait.
        addEnded(write);
        postIfDue(write.job());
        notifyOfDue(wait.until());
      }
      case RunWrite.End end -> addEnded(write);
      case RunWrite.Park park -> addEnded(write);
    }
  }

  private void postIfDue(JobId id) {
    store.find(id).filter(this::isDue).ifPresent(job -> post(List.of(waiting(job))));
  }

  private void addEnded(RunWrite write) {
    ended.add(new BoardSession.ClaimRef(write.job(), write.token()));
  }

  @Override
  public boolean delete(JobId id) {
    boolean deleted = store.delete(id);
    if (deleted && posts) {
      removeEntries(id);
    }
    if (deleted && flows != null) {
      removeFlow(flows, id);
    }
    return deleted;
  }

  private static void removeFlow(LogbookStore flows, JobId id) {
    try {
      flows.delete(id);
    } catch (BatonException e) {
      LOG.debug("job was deleted; its flow is removed when the board is reconciled: job={}", id, e);
    }
  }

  private void removeEntries(JobId id) {
    try {
      queue.refresh();
      queue.remove(queue.view().freeOf(id));
    } catch (BatonException e) {
      LOG.debug("job was deleted; its entry is removed later: job={}", id, e);
    }
  }

  /**
   * Also removes the entries of the deleted jobs from the external board, because a foreign
   * executor, such as that of Nuvla, would wait some seconds for each job that no longer exists.
   * Entries that cannot be removed now are removed when an executor finds them, at the latest when
   * the board is reconciled.
   */
  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    long deleted = store.deleteAll(filter, deletableBy);
    if (deleted > 0 && posts) {
      try {
        removeEntriesOfMissing();
      } catch (BatonException e) {
        LOG.debug("jobs were deleted; their entries are removed later: jobs={}", deleted, e);
      }
    }
    return deleted;
  }

  /**
   * Removes the free entries whose jobs are not in the store. Such a job was deleted, because a job
   * is stored before it is posted.
   */
  private void removeEntriesOfMissing() {
    queue.refresh();
    Map<JobId, List<String>> free = new HashMap<>();
    for (String name : queue.view().free()) {
      JobId job = queue.view().job(name);
      if (job != null) {
        free.computeIfAbsent(job, any -> new ArrayList<>(1)).add(name);
      }
    }
    for (List<JobId> some : Batches.of(free.keySet(), PAGE)) {
      Set<JobId> missing = new HashSet<>(some);
      externalBoardStore.findBoardJobs(some).forEach(boardJob -> missing.remove(boardJob.id()));
      queue.remove(
          missing.stream().flatMap(job -> free.getOrDefault(job, List.of()).stream()).toList());
    }
  }

  @Override
  public JobPage search(JobQuery query, Consumer<Job> visitor) {
    return store.search(query, visitor);
  }

  @Override
  public long countUnfinished(String owner) {
    return store.countUnfinished(owner);
  }

  @Override
  public JobPage search(JobQuery query) {
    return store.search(query);
  }
}
