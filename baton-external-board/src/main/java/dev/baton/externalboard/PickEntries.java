// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.externalboard;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.ExternalBoardStore;
import dev.baton.board.SetAsideItems;
import dev.baton.externalboard.QueueView.JobTraits;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the free entries, the most urgent first, and picks entries whose jobs the executor
 * accepts. Jobs that this process does not know yet are read from the store, many at once.
 */
final class PickEntries {

  private static final int SLICE = 256;

  /**
   * The largest number of jobs that are still checked after the first job for which the admission
   * is undecided. Thus a remote executor is asked about many jobs in one reply, not one by one.
   */
  private static final int MOST_QUESTIONS = 500;

  private final QueueView view;
  private final ExternalBoardStore externalBoardStore;
  private final Admission admission;
  private final Map<Admission.ActionVersion, Boolean> accepted;
  private final SetAsideItems<String> setAsideEntries;
  private final SetAsideItems<String> reserved;
  private @Nullable String last;
  private boolean atEnd;
  // The number of jobs that may still be checked after the first undecided job; negative as long as
  // there is none.
  private int questions = -1;

  PickEntries(
      BoardContext parts,
      Admission admission,
      Map<Admission.ActionVersion, Boolean> accepted,
      SetAsideItems<String> setAsideEntries,
      SetAsideItems<String> reserved) {
    this.view = parts.view();
    this.externalBoardStore = parts.store();
    this.admission = admission;
    this.accepted = accepted;
    this.setAsideEntries = setAsideEntries;
    this.reserved = reserved;
  }

  boolean isAtEnd() {
    return atEnd || questions == 0;
  }

  /**
   * Returns the next entries that may be claimed, and reserves them for the present call of claim.
   *
   * @param spread how many entries are considered per wanted entry. With a spread above 1, the
   *     wanted entries are picked at random among them, so that sessions that took the same entries
   *     at the head of the queue do not do so again. With 1, the first entries are picked
   */
  List<String> next(int unknownJobs, int spread) {
    List<String> picked = new ArrayList<>();
    while (picked.size() < unknownJobs && !isAtEnd()) {
      List<String> slice = slice(Math.max(SLICE, unknownJobs * spread));
      int goal = spread == 1 ? unknownJobs - picked.size() : Integer.MAX_VALUE;
      List<String> admitted = admitted(slice, goal);
      picked.addAll(spread == 1 ? admitted : some(admitted, unknownJobs - picked.size(), spread));
    }
    return picked;
  }

  private List<String> slice(int size) {
    List<String> slice = new ArrayList<>();
    String from = last;
    Iterator<String> names =
        (from == null ? view.free() : view.free().tailSet(from, false)).iterator();
    while (slice.size() < size && names.hasNext()) {
      String name = names.next();
      if (!setAsideEntries.contains(name) && !reserved.contains(name)) {
        slice.add(name);
      }
    }
    atEnd = !names.hasNext();
    return slice;
  }

  /**
   * Returns the entries of the slice that the executor admits. Stops after the last entry that is
   * needed, so that the next slice starts behind it.
   */
  private List<String> admitted(List<String> slice, int goal) {
    Map<JobId, Job> checked = readTraits(slice);
    List<String> admitted = new ArrayList<>();
    for (String name : slice) {
      if (admitted.size() >= goal) {
        atEnd = false;
        return admitted;
      }
      last = name;
      JobId job = view.job(name);
      if (job != null && isAdmitted(name, job, checked) && reserved.tryAdd(name)) {
        admitted.add(name);
      }
      if (questions == 0) {
        return admitted;
      }
    }
    return admitted;
  }

  private List<String> some(List<String> admitted, int unknownJobs, int spread) {
    List<String> head =
        new ArrayList<>(admitted.subList(0, Math.min(admitted.size(), unknownJobs * spread)));
    admitted.subList(head.size(), admitted.size()).forEach(reserved::remove);
    while (head.size() > unknownJobs) {
      reserved.remove(head.remove(ThreadLocalRandom.current().nextInt(head.size())));
    }
    return head;
  }

  private boolean isAdmitted(String name, JobId id, Map<JobId, Job> checked) {
    JobTraits jobTraits = view.traits(id);
    if (jobTraits == null) {
      // The job is not in the store, or this process cannot read it. What happens with such a job
      // is decided after the entry is locked.
      return questions < 0;
    }
    if (!accepted.computeIfAbsent(jobTraits.kind(), admission::accepts)) {
      return false;
    }
    Job job = checked.get(id);
    if (!jobTraits.hasRequirements() || job == null) {
      return !isUndecided();
    }
    switch (admission.decide(job)) {
      case AdmissionDecision.Admitted admitted -> {
        return !isUndecided();
      }
      case AdmissionDecision.NotNow notNow -> setAsideEntries.add(name);
      case AdmissionDecision.Undecided undecided ->
          questions = questions < 0 ? MOST_QUESTIONS : questions - 1;
    }
    return false;
  }

  private boolean isUndecided() {
    if (questions > 0) {
      questions--;
    }
    return questions >= 0;
  }

  /**
   * Reads from the store the traits of the jobs that this process does not know yet. Returns the
   * jobs of the slice that the admission must check one by one.
   */
  private Map<JobId, Job> readTraits(List<String> slice) {
    List<JobId> unknownJobs = new ArrayList<>();
    for (String name : slice) {
      JobId job = view.job(name);
      JobTraits jobTraits = job == null ? null : view.traits(job);
      boolean admissionChecks =
          jobTraits != null
              && jobTraits.hasRequirements()
              && accepted.computeIfAbsent(jobTraits.kind(), admission::accepts);
      if (job != null && (jobTraits == null || admissionChecks)) {
        unknownJobs.add(job);
      }
    }
    Map<JobId, Job> jobs = new HashMap<>();
    if (!unknownJobs.isEmpty()) {
      for (ExternalBoardStore.BoardJob boardJob : externalBoardStore.findBoardJobs(unknownJobs)) {
        Job job = boardJob.job();
        if (job != null) {
          view.setTraits(job.id(), JobTraits.of(job));
          jobs.put(job.id(), job);
        }
      }
    }
    return jobs;
  }
}
