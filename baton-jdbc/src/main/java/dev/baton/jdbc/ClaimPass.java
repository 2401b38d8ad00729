// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.board.Admission;
import dev.baton.board.AdmissionDecision;
import dev.baton.board.SetAsideItems;
import dev.baton.jdbc.PeekBoard.Candidate;
import dev.baton.jdbc.PeekBoard.PeekPosition;
import dev.baton.job.Job;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search of the board for claimable jobs. Reads the board job kind by job kind, in order of
 * urgency, and selects the jobs that the executor accepts. The claim pass remembers its position in
 * each job kind, so that jobs that are refused or that others are claiming do not hide the jobs
 * after them.
 */
final class ClaimPass {

  private static final int MAX_READ = 20_000;
  private static final int WIDEST_SLICE = 1000;
  // How many more jobs than wanted are read at once. Other executors claim at the same time, so
  // some of the jobs that are read may be claimed already.
  private static final int EXTRA_JOBS = 8;

  private final Database database;
  private final ReadJobRows jobs;
  private final Admission admission;
  private final SetAsideItems<Long> setAsideJobs;
  private final Map<Long, JobKinds.JobKind> kinds = new HashMap<>();
  private final Map<Long, PeekPosition> positions = new HashMap<>();
  private int readJobs;
  private int width;
  // The jobs that the first slice consists of; null if they are not read yet.
  private @Nullable List<Candidate> firstSlice;
  private boolean missed;
  // True after a job for which the admission has no answer yet: no later job of the same board
  // order may be claimed now.
  private boolean undecided;

  ClaimPass(
      Database database,
      ReadJobRows jobs,
      Admission admission,
      SetAsideItems<Long> setAsideJobs,
      Collection<JobKinds.JobKind> accepted,
      Map<Long, Candidate> resumeAfter,
      @Nullable List<Candidate> firstSlice) {
    this.database = database;
    this.jobs = jobs;
    this.admission = admission;
    this.setAsideJobs = setAsideJobs;
    this.firstSlice = firstSlice;
    for (JobKinds.JobKind jobKind : accepted) {
      kinds.put(jobKind.id(), jobKind);
      positions.put(jobKind.id(), new PeekPosition(jobKind.id(), resumeAfter.get(jobKind.id())));
    }
  }

  /**
   * Whether no job is left to read, or no further job may be claimed before the admission answers.
   */
  boolean isAtEnd() {
    return positions.isEmpty() || undecided;
  }

  /**
   * Whether this claim pass has read the maximum number of jobs. The next claim pass continues
   * where it ends.
   */
  boolean hasReadEnough() {
    return readJobs >= MAX_READ;
  }

  /** Records how many of the offered jobs were claimed. */
  void took(int offered, int maxJobs, int newClaims) {
    missed |= newClaims < Math.min(offered, maxJobs);
  }

  /**
   * Whether some jobs could not be claimed because another transaction had locked them. The other
   * transaction may be the post of the jobs: some databases show a commit a moment before they
   * release its locks.
   */
  boolean hasMissed() {
    return missed;
  }

  /**
   * The positions at which the next claim pass may continue, for job kinds in which jobs can be
   * refused.
   */
  Map<Long, Candidate> resumeAfter() {
    Map<Long, Candidate> after = new HashMap<>();
    positions.forEach((kindId, position) -> {
      if (position.after() != null && hasRequirements(kindId)) {
        after.put(kindId, position.after());
      }
    });
    return after;
  }

  /**
   * Reads the next slice of the board and returns the jobs of the slice that may be claimed: a few
   * more than wanted, because others may claim some of them first. An empty list does not mean that
   * the board has no more jobs.
   */
  List<Long> next(int maxJobs) {
    int limit = width == 0 ? firstWidth(maxJobs) : width;
    width = WIDEST_SLICE;
    List<Candidate> found = firstSlice == null ? read(limit) : firstSlice;
    firstSlice = null;
    List<Candidate> slice = found.size() > limit ? found.subList(0, limit) : found;
    readJobs += Math.max(slice.size(), 1);
    Map<Long, Job> checked = jobsToCheck(slice);
    List<Long> admitted = new ArrayList<>();
    int passed = 0;
    for (Candidate candidate : slice) {
      boolean admissionChecks = checked.containsKey(candidate.seq());
      if (admitted.size() >= (admissionChecks ? maxJobs : maxJobs + Math.min(maxJobs, 64))) {
        break;
      }
      passed++;
      if (isAdmitted(candidate, checked)) {
        admitted.add(candidate.seq());
      }
    }
    advance(found, slice.subList(0, passed), limit);
    return admitted;
  }

  /** The number of jobs that are read first, for each job kind. */
  static int firstWidth(int maxJobs) {
    return Math.min(WIDEST_SLICE, maxJobs + Math.min(maxJobs, 64) + EXTRA_JOBS);
  }

  private List<Candidate> read(int limit) {
    Collection<PeekPosition> from = List.copyOf(positions.values());
    return database.read(sql -> PeekBoard.slice(sql, from, limit));
  }

  private boolean hasRequirements(long kindId) {
    return Objects.requireNonNull(kinds.get(kindId)).hasRequirements();
  }

  private boolean isAdmitted(Candidate candidate, Map<Long, Job> checked) {
    if (setAsideJobs.contains(candidate.seq())) {
      return false;
    }
    if (!hasRequirements(candidate.kindId())) {
      return !undecided;
    }
    Job job = checked.get(candidate.seq());
    if (job == null) {
      return false;
    }
    switch (admission.decide(job)) {
      case AdmissionDecision.Admitted admitted -> {
        return !undecided;
      }
      case AdmissionDecision.NotNow notNow -> setAsideJobs.add(candidate.seq());
      case AdmissionDecision.Undecided notAnswered -> undecided = true;
    }
    return false;
  }

  /**
   * Reads the jobs that the admission must check one by one: jobs of job kinds with requirements
   * that were not refused recently and can be read.
   */
  private Map<Long, Job> jobsToCheck(List<Candidate> slice) {
    List<Long> seqs =
        slice.stream()
            .filter(candidate -> hasRequirements(candidate.kindId()))
            .map(Candidate::seq)
            .filter(seq -> !setAsideJobs.contains(seq))
            .toList();
    Map<Long, Job> checked = new HashMap<>();
    if (!seqs.isEmpty()) {
      database.read(sql -> {
        var rows = sql.select(COLUMNS).from(JOBS).where(SEQ.in(seqs)).fetch();
        var read = jobs.of(sql, rows);
        rows.forEach(row ->
            read.apply(row)
                .ifPresentOrElse(
                    job -> checked.put(row.get(SEQ), job), () -> setAsideJobs.add(row.get(SEQ))));
        return rows.size();
      });
    }
    return checked;
  }

  private void advance(List<Candidate> found, List<Candidate> passed, int limit) {
    Map<Long, Integer> leftOfKind = new HashMap<>();
    found.forEach(candidate -> leftOfKind.merge(candidate.kindId(), 1, Integer::sum));
    passed.forEach(candidate -> leftOfKind.merge(candidate.kindId(), -1, Integer::sum));
    Map<Long, Integer> foundOfKind = new HashMap<>();
    found.forEach(candidate -> foundOfKind.merge(candidate.kindId(), 1, Integer::sum));
    passed.forEach(candidate ->
        positions.put(candidate.kindId(), new PeekPosition(candidate.kindId(), candidate)));
    Set<Long> finished = new HashSet<>();
    for (long kindId : positions.keySet()) {
      boolean allPassed = leftOfKind.getOrDefault(kindId, 0) == 0;
      if (allPassed && foundOfKind.getOrDefault(kindId, 0) < limit) {
        finished.add(kindId);
      }
    }
    positions.keySet().removeAll(finished);
  }
}
