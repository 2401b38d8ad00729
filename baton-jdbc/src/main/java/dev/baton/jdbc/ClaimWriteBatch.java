// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ID;
import static dev.baton.jdbc.JobTable.JOB;
import static dev.baton.jdbc.JobTable.SEQ;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.ATTEMPT;
import static dev.baton.jdbc.StatusTable.CLAIMED;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.OWNER;
import static dev.baton.jdbc.StatusTable.PHASE;
import static dev.baton.jdbc.StatusTable.TOKEN;

import dev.baton.job.JobId;
import dev.baton.job.RunWrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Executes the updates of one transaction of {@link ExecuteClaimWrites} with as few statements as
 * possible.
 */
final class ClaimWriteBatch {

  // For fewer equal writes, a statement that must be built and planned costs more than several
  // prepared statements.
  private static final int WORTH_JOINING = 4;

  private final Database database;
  private final DSLContext sql;
  private final List<ClaimWrite> requests;
  private final ClaimWriteSideEffects changes;
  private final EndJobs endJobs;
  private final Map<JobId, ClaimedJob> claimed;
  private final Boolean[] answers;

  /**
   * The values of a claimed job at the start of the transaction, read without a lock. An update of
   * the same job changes the row only if the token is still the same, and then these values are
   * still correct.
   */
  record ClaimedJob(long seq, long token, int attempt, @Nullable String owner) {}

  /** Thrown if a job lost its claim between the read of the jobs and the update of several jobs. */
  static final class UnevenUpdate extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnevenUpdate() {
      super("fewer rows were changed than expected", null, false, false);
    }
  }

  ClaimWriteBatch(
      Database database,
      DSLContext sql,
      List<ClaimWrite> requests,
      ClaimWriteSideEffects changes,
      EndJobs endJobs) {
    this.database = database;
    this.endJobs = endJobs;
    this.sql = sql;
    this.requests = requests;
    this.changes = changes;
    this.claimed = claimed();
    this.answers = new Boolean[requests.size()];
    Arrays.fill(answers, false);
  }

  /**
   * Returns for each write whether it was carried out.
   *
   * @param joined whether writes with equal values may share a statement
   * @throws UnevenUpdate if one of several writes in a statement was refused; the caller must
   *     repeat all of them in a new transaction with {@code joined} false
   */
  List<Boolean> run(boolean joined) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (end(i).isPresent() || isClaimed(requests.get(i))) {
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      open = wave(open, joined);
    }
    return List.of(answers);
  }

  /**
   * Executes the first remaining write of each job, and returns the writes that remain after that.
   * Thus the writes of each job keep their order.
   */
  private List<Integer> wave(List<Integer> open, boolean joined) {
    Set<JobId> seen = new HashSet<>();
    List<Integer> later = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    Map<ClaimUpdate, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i : open) {
      ClaimWrite write = requests.get(i);
      if (!seen.add(write.job())) {
        later.add(i);
      } else if (end(i).isPresent()) {
        ends.add(i);
      } else {
        shapes.computeIfAbsent(ClaimUpdate.of(write), shape -> new ArrayList<>()).add(i);
      }
    }
    end(ends);
    shapes.forEach(
        (shape, indexes) -> separately(shape, joined ? joinEqual(shape, indexes) : indexes));
    return later;
  }

  private void end(List<Integer> indexes) {
    if (indexes.isEmpty()) {
      return;
    }
    List<RunWrite.End> ends = indexes.stream().flatMap(i -> end(i).stream()).toList();
    for (EndJobs.Ended ended : endJobs.run(sql, ends)) {
      answers[indexes.get(ended.place())] = true;
      changes.addEnds();
    }
  }

  /** Returns the write if it is an end. */
  private Optional<RunWrite.End> end(int i) {
    return requests.get(i) instanceof ClaimWrite.Run(RunWrite.End end)
        ? Optional.of(end)
        : Optional.empty();
  }

  private boolean isClaimed(ClaimWrite write) {
    ClaimedJob job = claimed.get(write.job());
    return job != null && job.token() == write.token();
  }

  /** Reads the jobs of the writes that are no ends. */
  private Map<JobId, ClaimedJob> claimed() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < requests.size(); i++) {
      if (end(i).isEmpty()) {
        ids.add(requests.get(i).job().uuid());
      }
    }
    Map<JobId, ClaimedJob> jobs = new HashMap<>();
    if (!ids.isEmpty()) {
      sql.select(ID, SEQ, TOKEN, ATTEMPT, OWNER, database.now())
          .from(JOB)
          .join(ACTIVE)
          .on(JOB_SEQ.eq(SEQ))
          .where(ID.in(ids))
          .and(PHASE.eq(CLAIMED))
          .forEach(row -> {
            changes.at(row.value6());
            jobs.put(
                new JobId(row.value1()),
                new ClaimedJob(row.value2(), row.value3(), row.value4(), row.value5()));
          });
    }
    return jobs;
  }

  /**
   * The values that a write sets. Writes with equal values can share a statement, because the
   * values do not contain the job.
   */
  private record WriteAnswer(Map<String, @Nullable Object> values) {}

  /**
   * Executes writes with equal values and the same token in one statement, and returns the other
   * writes.
   */
  private List<Integer> joinEqual(ClaimUpdate shape, List<Integer> indexes) {
    Map<WriteAnswer, List<Integer>> equal = new LinkedHashMap<>();
    for (int i : indexes) {
      equal.computeIfAbsent(new WriteAnswer(values(shape, i)), said -> new ArrayList<>()).add(i);
    }
    List<Integer> others = new ArrayList<>();
    equal.forEach((said, same) -> {
      if (same.size() < WORTH_JOINING) {
        others.addAll(same);
      } else {
        updateAll(shape, said.values(), same);
      }
    });
    return others;
  }

  private void updateAll(
      ClaimUpdate shape, Map<String, @Nullable Object> values, List<Integer> same) {
    List<Long> seqs = same.stream().map(this::seq).sorted().toList();
    if (sql.execute(shape.updateOf(seqs, values)) != seqs.size()) {
      throw new UnevenUpdate();
    }
    same.forEach(this::done);
  }

  private void separately(ClaimUpdate shape, List<Integer> indexes) {
    if (indexes.isEmpty()) {
      return;
    }
    // Ordered by row, so that processes do not deadlock.
    List<Integer> sorted = new ArrayList<>(indexes);
    sorted.sort((a, b) -> Long.compare(seq(a), seq(b)));
    var batch = sql.batch(shape.update());
    for (int i : sorted) {
      Map<String, @Nullable Object> values = values(shape, i);
      values.put("seq", seq(i));
      batch = batch.bind(values);
    }
    int[] counts = batch.execute();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0) {
        done(sorted.get(k));
      }
    }
  }

  private Map<String, @Nullable Object> values(ClaimUpdate shape, int i) {
    Map<String, @Nullable Object> values = shape.values(requests.get(i), changes.now());
    values.put("token", requests.get(i).token());
    values.put("now", changes.now());
    return values;
  }

  private void done(int i) {
    answers[i] = true;
    changes.add(requests.get(i), of(i));
  }

  private long seq(int i) {
    return of(i).seq();
  }

  /**
   * Returns the job of a write. Always finds it: {@link #run} has skipped the writes whose job does
   * not exist.
   */
  private ClaimedJob of(int i) {
    return Objects.requireNonNull(claimed.get(requests.get(i).job()));
  }
}
