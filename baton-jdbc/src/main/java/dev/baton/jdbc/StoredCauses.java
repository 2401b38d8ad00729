// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACL_ID;
import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.StatisticsTables.AT_MINUTE;
import static dev.baton.jdbc.StatisticsTables.FAILURE_COUNT;
import static dev.baton.jdbc.StatisticsTables.FINGERPRINT;

import dev.baton.statistics.CauseGroup;
import dev.baton.statistics.CountEvents;
import dev.baton.statistics.FailureKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Reads which causes of failures are stored, before the failures of new events are added. */
final class StoredCauses {

  private StoredCauses() {}

  /** Limits the causes of each period, with those that are stored. */
  static void limit(DSLContext sql, CountEvents<Long> counts) {
    Set<FailureKey<Long>> keys = counts.failures().keySet();
    if (keys.isEmpty()) {
      return;
    }
    Map<CauseGroup<Long>, Integer> numbers = new HashMap<>();
    var number = DSL.count();
    sql.select(AT_MINUTE, ACL_ID, ACTION, number)
        .from(FAILURE_COUNT)
        .where(isInPeriods(keys))
        .groupBy(AT_MINUTE, ACL_ID, ACTION)
        .forEach(row ->
            numbers.put(new CauseGroup<>(row.value1(), row.value2(), row.value3()), row.value4()));
    Set<FailureKey<Long>> stored = new HashSet<>();
    sql.select(AT_MINUTE, ACL_ID, ACTION, FINGERPRINT)
        .from(FAILURE_COUNT)
        .where(isAmong(keys))
        .forEach(row -> stored.add(key(row)));
    counts.limitCauses(group -> numbers.getOrDefault(group, 0), stored::contains);
  }

  /** Matches the rows of these causes, and some others. */
  static Condition isAmong(Set<FailureKey<Long>> keys) {
    return isInPeriods(keys).and(FINGERPRINT.in(values(keys, FailureKey::fingerprint)));
  }

  private static Condition isInPeriods(Set<FailureKey<Long>> keys) {
    return AT_MINUTE
        .in(values(keys, FailureKey::period))
        .and(ACL_ID.in(values(keys, FailureKey::access)));
  }

  private static <T> Set<T> values(
      Collection<FailureKey<Long>> keys, Function<FailureKey<Long>, T> of) {
    return keys.stream().map(of).collect(Collectors.toSet());
  }

  static FailureKey<Long> key(Record row) {
    return new FailureKey<>(
        row.get(AT_MINUTE), row.get(ACL_ID), row.get(ACTION), row.get(FINGERPRINT));
  }
}
