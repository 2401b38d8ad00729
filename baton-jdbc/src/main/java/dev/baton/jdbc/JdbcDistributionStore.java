// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JdbcElection.ELECTION_NAME;
import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static dev.baton.jdbc.StatusTable.LAST_ERROR;
import static dev.baton.jdbc.StatusTable.TOKEN;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores the states of distributions. Each write is fenced by the token of its writer's term. */
final class JdbcDistributionStore implements DistributionStore {

  private static final Table<Record> DISTRIBUTION = DSL.table(DSL.name("baton_distribution"));
  private static final Field<String> SCHEDULE = text("schedule");
  private static final Field<Long> LAST_TIME = number("last_time");
  private static final Field<Long> NEXT_TIME = number("next_time");
  private static final Field<Integer> LAST_POSTED = integer("last_posted");
  private static final Field<String> LEADER = text("leader");
  private static final Field<Long> MISFIRES = number("misfires");
  private static final Field<Long> LAST_MISFIRE = number("last_misfire");

  private final Database database;

  JdbcDistributionStore(Database database) {
    this.database = database;
  }

  @Override
  public List<DistributionState> all() {
    return database.read(sql ->
        sql.select(
                ELECTION_NAME,
                SCHEDULE,
                LAST_TIME,
                NEXT_TIME,
                LAST_POSTED,
                LAST_ERROR,
                LEADER,
                MISFIRES,
                LAST_MISFIRE)
            .from(DISTRIBUTION)
            .orderBy(ELECTION_NAME)
            .fetch(row ->
                new DistributionState(
                    row.value1(),
                    row.value2(),
                    JobRows.instant(row.value3()),
                    JobRows.instant(row.value4()),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    row.value8(),
                    JobRows.instant(row.value9()))));
  }

  @Override
  public void save(DistributionState state, Term term) {
    try {
      database.write(sql -> save(sql, state, term));
    } catch (SqlErrors.DuplicateException e) {
      // Another leader inserted the first row at the same time. The repeated transaction compares
      // its token with the token of that row.
      database.write(sql -> save(sql, state, term));
    }
  }

  private static boolean save(DSLContext sql, DistributionState state, Term term) {
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(SCHEDULE, state.schedule());
    values.put(LAST_TIME, JobRows.millis(state.lastTime()));
    values.put(NEXT_TIME, JobRows.millis(state.nextTime()));
    values.put(LAST_POSTED, state.lastPosted());
    values.put(LAST_ERROR, JsonText.clean(state.lastError()));
    values.put(LEADER, state.leader());
    values.put(MISFIRES, state.misfires());
    values.put(LAST_MISFIRE, JobRows.millis(state.lastMisfire()));
    values.put(TOKEN, term.token());
    int written =
        sql.update(DISTRIBUTION)
            .set(values)
            .where(ELECTION_NAME.eq(state.name()))
            .and(TOKEN.le(term.token()))
            .execute();
    if (written > 0) {
      return true;
    }
    if (sql.fetchExists(DSL.selectOne().from(DISTRIBUTION).where(ELECTION_NAME.eq(state.name())))) {
      throw new LostClaimException(
          "distribution '"
              + state.name()
              + "' has a newer leader; this process must stop serving the distribution");
    }
    values.put(ELECTION_NAME, state.name());
    sql.insertInto(DISTRIBUTION).set(values).execute();
    return true;
  }
}
