// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.JOB_KINDS;
import static dev.baton.jdbc.Tables.KIND_ACTION;
import static dev.baton.jdbc.Tables.KIND_ID;
import static dev.baton.jdbc.Tables.KIND_REQUIRES;

import dev.baton.filter.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Counts the jobs that are not final by their actions or required capabilities. The kind of a job
 * tells both, so the status of the jobs is read once for all aggregations, and the jobs are not.
 */
final class CountKinds {

  private static final Filter.Path ACTION = Filter.Path.of("action");
  private static final Filter.Path REQUIRES = Filter.Path.of("requires");

  private static final Comparator<CountedValue> ORDER =
      Comparator.comparingLong(CountedValue::count)
          .reversed()
          .thenComparing(term -> term.text().codePoints().toArray(), Arrays::compare);

  /** A value of the attribute and the number of jobs that have it. */
  record CountedValue(String text, long count) {}

  private record Kind(String action, List<String> requires, long count) {}

  // Filled by the first call, because one object counts for one search.
  private final List<Kind> kinds = new ArrayList<>();
  private boolean isRead;

  /** Whether the kinds tell the values at the path for all jobs of a search. */
  static boolean canCount(SearchSource jobs, Filter.Path path) {
    return !jobs.states().isEmpty()
        && jobs.states().stream().noneMatch(JobTable.FINAL_STATES::contains)
        && (path.equals(ACTION) || path.equals(REQUIRES));
  }

  /** Counts the jobs in the states by their values at the path, the most frequent value first. */
  List<CountedValue> terms(DSLContext sql, Set<String> states, Filter.Path path) {
    if (!isRead) {
      read(sql, states);
      isRead = true;
    }
    Map<String, Long> counts = new HashMap<>();
    for (Kind kind : kinds) {
      if (path.equals(ACTION)) {
        counts.merge(kind.action(), kind.count(), Long::sum);
      } else {
        new HashSet<>(kind.requires()).forEach(each -> counts.merge(each, kind.count(), Long::sum));
      }
    }
    return counts.entrySet().stream()
        .map(entry -> new CountedValue(entry.getKey(), entry.getValue()))
        .sorted(ORDER)
        .toList();
  }

  private void read(DSLContext sql, Set<String> states) {
    var kindId = JobTable.active(StatusTable.KIND_ID);
    var id = DSL.field(DSL.name("c", "kind"), Long.class);
    var count = DSL.field(DSL.name("c", "jobs"), Long.class);
    // The sum comes before the join, which then has few rows.
    var counted =
        DSL.select(kindId.as("kind"), DSL.count().cast(Long.class).as("jobs"))
            .from(JobTable.ACTIVE_STATUS)
            .where(JobTable.isActiveIn(states))
            .groupBy(kindId)
            .asTable("c");
    sql.select(KIND_ACTION, KIND_REQUIRES, count)
        .from(counted.join(JOB_KINDS).on(KIND_ID.eq(id)))
        .forEach(row ->
            kinds.add(new Kind(row.value1(), JsonText.parseTexts(row.value2()), row.value3())));
  }
}
