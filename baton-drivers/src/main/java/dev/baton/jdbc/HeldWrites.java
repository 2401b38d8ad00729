// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.job.JobId;
import dev.baton.service.Combiner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what holders of claims ask for, many of them in one transaction. Each is fenced by
 * itself: its update names the token and changes nothing when that is not the newest.
 */
final class HeldWrites implements Combiner.Batch<HeldWrite, Boolean> {

  /** A job as it was read before the writes; what an update's token confirms stays true. */
  record Before(long seq, long token, int attempt, String owner) {}

  private final Database database;
  private final DueJobs due;
  private final Signals signals;
  private final HeldClaims held;

  HeldWrites(Database database, DueJobs due, Signals signals, HeldClaims held) {
    this.database = database;
    this.due = due;
    this.signals = signals;
    this.held = held;
  }

  /** For each write, whether it was carried out; false is a lost claim. */
  @Override
  public List<Boolean> run(List<HeldWrite> requests) {
    HeldChanges[] changes = new HeldChanges[1];
    List<Boolean> answers =
        database.writeHere(sql -> {
          changes[0] = new HeldChanges(database.now(sql));
          return writeAll(sql, requests, changes[0]);
        });
    for (int i = 0; i < requests.size(); i++) {
      if (answers.get(i) && HeldShape.of(requests.get(i)) != HeldShape.REPORT) {
        held.remove(requests.get(i).job(), requests.get(i).token());
      }
    }
    changes[0].dues().forEach(due::expect);
    tell(changes[0]);
    return answers;
  }

  private void tell(HeldChanges changes) {
    if (changes.isBackOnBoard()) {
      signals.fire(EnumSet.of(Signals.Kind.POSTING, Signals.Kind.HISTORY));
    } else if (changes.hasEvents()) {
      signals.fireHistory();
    }
  }

  private List<Boolean> writeAll(DSLContext sql, List<HeldWrite> requests, HeldChanges changes) {
    Map<JobId, Before> before = read(sql, requests);
    Boolean[] answers = new Boolean[requests.size()];
    Arrays.fill(answers, false);
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Before job = before.get(requests.get(i).job());
      if (job != null && job.token() == requests.get(i).token()) {
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      open = wave(sql, requests, open, before, answers, changes);
    }
    changes.insert(sql);
    if (changes.isBackOnBoard()) {
      signals.announce(sql, EnumSet.of(Signals.Kind.POSTING, Signals.Kind.HISTORY));
    }
    return List.of(answers);
  }

  /** The first write of each job; answers those that are left, so that each job keeps its order. */
  private static List<Integer> wave(
      DSLContext sql,
      List<HeldWrite> requests,
      List<Integer> open,
      Map<JobId, Before> before,
      Boolean[] answers,
      HeldChanges changes) {
    Set<JobId> seen = new HashSet<>();
    List<Integer> later = new ArrayList<>();
    Map<HeldShape, List<Integer>> shapes = new LinkedHashMap<>();
    for (int i : open) {
      HeldWrite write = requests.get(i);
      if (seen.add(write.job())) {
        shapes.computeIfAbsent(HeldShape.of(write), shape -> new ArrayList<>()).add(i);
      } else {
        later.add(i);
      }
    }
    shapes.forEach((shape, indexes) -> {
      // In the order of rows, so that processes do not wait for each other in a circle.
      indexes.sort((a, b) -> Long.compare(seq(requests, a, before), seq(requests, b, before)));
      carryOut(sql, shape, requests, indexes, before, answers, changes);
    });
    return later;
  }

  private static long seq(List<HeldWrite> requests, int index, Map<JobId, Before> before) {
    return of(requests.get(index), before).seq();
  }

  private static void carryOut(
      DSLContext sql,
      HeldShape shape,
      List<HeldWrite> requests,
      List<Integer> indexes,
      Map<JobId, Before> before,
      Boolean[] answers,
      HeldChanges changes) {
    var batch = sql.batch(shape.update());
    for (int i : indexes) {
      HeldWrite write = requests.get(i);
      Map<String, @Nullable Object> values = shape.values(write, changes.now());
      values.put("seq", of(write, before).seq());
      values.put("token", write.token());
      values.put("now", changes.now());
      batch = batch.bind(values);
    }
    int[] counts = batch.execute();
    for (int k = 0; k < counts.length; k++) {
      int i = indexes.get(k);
      answers[i] = counts[k] > 0;
      if (answers[i]) {
        changes.add(requests.get(i), of(requests.get(i), before));
      }
    }
  }

  /** Writes of jobs that were not found are out of the game before. */
  private static Before of(HeldWrite write, Map<JobId, Before> before) {
    return Objects.requireNonNull(before.get(write.job()));
  }

  private static Map<JobId, Before> read(DSLContext sql, List<HeldWrite> requests) {
    Set<String> ids = new HashSet<>();
    requests.forEach(request -> ids.add(request.job().uuid()));
    Map<JobId, Before> before = new HashMap<>();
    sql.select(ID, SEQ, TOKEN, ATTEMPT, OWNER)
        .from(JOB)
        .where(ID.in(ids))
        .and(PHASE.eq(CLAIMED))
        .forEach(row ->
            before.put(
                new JobId(row.value1()),
                new Before(row.value2(), row.value3(), row.value4(), row.value5())));
    return Collections.unmodifiableMap(before);
  }
}
