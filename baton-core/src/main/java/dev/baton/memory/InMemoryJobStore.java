// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.error.ConflictException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobState;
import dev.baton.job.JobStore;
import dev.baton.job.JobTransitionEffects;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryJobStore implements JobStore {

  private final InMemoryJobTable table;
  private final String identity = UUID.randomUUID().toString();

  InMemoryJobStore(InMemoryJobTable table) {
    this.table = table;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public List<PostResult> add(List<Job> jobs) {
    return table.locked(() -> {
      // All jobs are checked before the first job is written, so that a refusal leaves the store
      // unchanged.
      List<Job> fresh = new ArrayList<>();
      List<PostResult> answers = new ArrayList<>();
      Map<UniqueKey, JobId> keys = new HashMap<>();
      Set<JobId> ids = new HashSet<>();
      for (Job job : jobs) {
        JobId other = copyOf(job, keys);
        if (other != null) {
          answers.add(new PostResult(other, false));
          continue;
        }
        if (table.find(job.id()) != null || !ids.add(job.id())) {
          throw new ConflictException("conflict with " + job.id() + ": the id is taken");
        }
        fresh.add(job);
        answers.add(new PostResult(job.id(), true));
      }
      fresh.forEach(table::add);
      return answers;
    });
  }

  /**
   * Returns the job that already holds the unique key. If there is none, remembers the key and
   * returns null.
   */
  private @Nullable JobId copyOf(Job job, Map<UniqueKey, JobId> keys) {
    UniqueKey key = UniqueKey.of(job);
    if (key == null) {
      return null;
    }
    JobId stored = table.holderOf(key);
    return stored != null ? stored : keys.putIfAbsent(key, job.id());
  }

  @Override
  public Optional<Job> find(JobId id) {
    return table.locked(() -> Optional.ofNullable(table.find(id)).map(entry -> entry.job));
  }

  @Override
  public Job replace(Job edited) {
    return table.locked(() -> {
      JobEntry entry = table.find(edited.id());
      if (entry == null) {
        throw new NotFoundException(edited.id() + " not found");
      }
      return replace(entry, edited);
    });
  }

  private Job replace(JobEntry entry, Job edited) {
    Job stored = entry.job;
    Job changed = JobTransitionEffects.edited(stored, edited, table.clock.now());
    if (stored.revision() != edited.revision()) {
      throw new ConflictException(
          edited.id()
              + " was changed by another writer: the edit started from revision "
              + edited.revision()
              + ", the stored revision is "
              + stored.revision()
              + "; read it again and repeat the edit");
    }
    if (entry.isHeld()) {
      JobTransitionEffects.checkKeepsUniqueKey(stored, changed);
    }
    checkUniqueKey(changed);
    entry.postedOnExternalBoard = false;
    if (changed.state() == stored.state()) {
      table.put(entry, changed);
      if (JobTransitionEffects.isParkedBy(stored, changed)) {
        table.record(entry, JobEvent.Kind.PARKED, null);
      }
    } else {
      move(entry, stored, changed);
    }
    return entry.job;
  }

  private void checkUniqueKey(Job changed) {
    UniqueKey key = UniqueKey.of(changed);
    JobId other = key == null ? null : table.holderOf(key);
    if (key != null && other != null && !other.equals(changed.id())) {
      throw new ConflictException(
          "unique-key '" + key.key() + "' is taken by " + other + ", which is not final");
    }
  }

  private void move(JobEntry entry, Job stored, Job changed) {
    switch (changed.state()) {
      // The executor keeps its claim for the present. Its next renewal reports that the job is
      // final.
      case SUCCESS, FAILED, CANCELED -> table.put(entry, changed);
      case RUNNING -> table.release(entry, changed, true);
      case QUEUED ->
          table.release(
              entry, InMemoryJobTable.withRaisedToken(changed, changed.updated(), 0), false);
    }
    boolean ends = changed.state().isFinal();
    String note = changed.state() == JobState.SUCCESS ? null : changed.status().statusMessage();
    boolean same = Objects.equals(note, stored.status().statusMessage());
    table.record(entry, ends ? JobEvent.Kind.ENDED : JobEvent.Kind.EDITED, same ? null : note);
  }

  @Override
  public void write(RunWrite write) {
    table.locked(() -> {
      JobEntry entry = table.withToken(write.job(), write.token());
      if (entry.job.state() != JobState.RUNNING) {
        throw new LostClaimException(
            "the claim of " + write.job() + " is lost: the job is " + entry.job.state());
      }
      carryOut(entry, write);
    });
  }

  private void carryOut(JobEntry entry, RunWrite write) {
    Job changed = JobTransitionEffects.written(entry.job, write, table.clock.now());
    switch (write) {
      case RunWrite.Report report -> table.put(entry, changed);
      case RunWrite.End end -> {
        table.release(entry, changed, false);
        table.record(entry, JobEvent.Kind.ENDED, end.lastError());
      }
      case RunWrite.Retry retry -> {
        table.release(entry, changed, false);
        table.record(entry, JobEvent.Kind.RETRIED, retry.lastError());
      }
      case RunWrite.Wait wait -> {
        table.release(entry, changed, false);
        table.record(entry, JobEvent.Kind.WAITING, wait.statusMessage());
      }
      case RunWrite.Park park -> {
        table.release(entry, changed, true);
        table.record(entry, JobEvent.Kind.PARKED, null);
      }
    }
  }

  @Override
  public boolean delete(JobId id) {
    return table.locked(() -> {
      table.releaseLost();
      JobEntry entry = table.find(id);
      UniqueKey held = entry == null ? null : keyThatIsHeld(entry);
      if (entry != null && held != null) {
        throw JobTransitionEffects.uniqueKeyHeldException(
            id, held.key(), entry.job.status().owner());
      }
      if (entry != null) {
        table.remove(entry);
      }
      return entry != null;
    });
  }

  /**
   * Returns the unique key of a job that an executor has; null if no executor has the job or the
   * job has no key.
   */
  private static @Nullable UniqueKey keyThatIsHeld(JobEntry entry) {
    return entry.isHeld() ? UniqueKey.of(entry.job) : null;
  }

  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    DocumentFilter test = new DocumentFilter(table.clock.now());
    return table.locked(() -> {
      table.releaseLost();
      List<JobEntry> found =
          table.all().stream()
              .filter(entry -> keyThatIsHeld(entry) == null)
              .filter(
                  entry -> deletableBy == null || entry.job.acl().gives(Right.DELETE, deletableBy))
              .filter(entry -> test.matches(filter, seen(entry.job, deletableBy)))
              .toList();
      found.forEach(table::remove);
      return (long) found.size();
    });
  }

  private static ObjectNode seen(Job job, @Nullable Set<String> principals) {
    return JobAttributes.reduce(JobJson.write(job), job.acl(), principals);
  }

  @Override
  public long countUnfinished(String owner) {
    return table.locked(() ->
        table.all().stream()
            .filter(entry -> !entry.job.state().isFinal())
            .filter(entry -> entry.job.origin().owner().equals(owner))
            .count());
  }

  @Override
  public JobPage search(JobQuery query) {
    List<Job> jobs = table.locked(() -> table.all().stream().map(entry -> entry.job).toList());
    int skipped = query.newest() == 0 ? 0 : Math.max(0, jobs.size() - query.newest());
    InMemoryJobSearch search = new InMemoryJobSearch(query, table.clock.now());
    JobPage page = search.over(jobs.subList(skipped, jobs.size()));
    boolean complete = jobs.subList(0, skipped).stream().noneMatch(search::isVisible);
    return new JobPage(page.count(), page.jobs(), page.aggregations(), complete);
  }
}
