// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACTION;
import static dev.baton.jdbc.StatisticsTables.AT_MINUTE;

import dev.baton.access.Right;
import dev.baton.statistics.StatisticsQuery;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The parts of SQL statements that a query for counts decides. */
final class SelectCounts {

  private SelectCounts() {}

  /** Matches the rows of the query. */
  static Condition of(StatisticsQuery query) {
    Condition visible =
        AT_MINUTE
            .between(query.firstMinute(), query.endMinute() - 1)
            .and(Acls.gives(Right.VIEW_DATA, query.visibleTo()));
    return query.action() == null
        ? visible
        : visible.and(ACTION.eq(JsonText.clean(query.action())));
  }

  /**
   * Returns the first minute of the step that contains the minute of a row. Its values are part of
   * the statement and no parameters, because the grouping must name the same expression.
   */
  static Field<Long> stepMinute(StatisticsQuery query) {
    Field<Long> offset = AT_MINUTE.minus(DSL.inline(query.firstMinute()));
    return AT_MINUTE.minus(offset.mod(DSL.inline(query.step().toMinutes()))).as("step_minute");
  }
}
