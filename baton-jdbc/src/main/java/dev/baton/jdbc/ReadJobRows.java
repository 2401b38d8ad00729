// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACL_ID;
import static dev.baton.jdbc.JobTable.ID;

import dev.baton.access.Acl;
import dev.baton.error.UnreadableException;
import dev.baton.job.Job;
import dev.baton.service.UnreadableRecords;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Reads jobs from rows of {@link JobTable#COLUMNS}. A row can be unreadable for this release
 * because a newer release wrote it or because it is damaged. A query that reads many rows omits
 * such a row and logs it once. A caller that reads only that job gets an {@link
 * UnreadableException}.
 */
final class ReadJobRows {

  private final Acls acls;
  private final UnreadableRecords unreadable = new UnreadableRecords("table of jobs");

  ReadJobRows(Acls acls) {
    this.acls = acls;
  }

  /** Returns a function from each of the rows to its job; empty if the row cannot be read. */
  Function<Record, Optional<Job>> of(DSLContext sql, List<? extends Record> rows) {
    Function<RowValues, Optional<Job>> read =
        ofValues(sql, rows.stream().map(row -> (RowValues) row::get).toList());
    return row -> read.apply(row::get);
  }

  /** As {@link #of}, for rows that may not be records of jOOQ. */
  Function<RowValues, Optional<Job>> ofValues(DSLContext sql, List<? extends RowValues> rows) {
    Function<Long, Acl> lists = acls.of(sql, rows.stream().map(row -> row.get(ACL_ID)).toList());
    return row -> read(row, lists);
  }

  private Optional<Job> read(RowValues row, Function<Long, Acl> lists) {
    return unreadable.read(name(row.get(ID)), () -> JobRows.job(row, lists.apply(row.get(ACL_ID))));
  }

  /**
   * Returns the job of the only row.
   *
   * @throws UnreadableException if the row cannot be read
   */
  Job only(DSLContext sql, List<? extends Record> rows) {
    Record row = rows.getFirst();
    return of(sql, rows)
        .apply(row)
        .orElseThrow(() ->
            new UnreadableException(
                name(row.get(ID))
                    + " is stored in a form that this release cannot read; the log of the process"
                    + " names the column. Either a newer release wrote the job, then upgrade this"
                    + " process, or the row is damaged, then repair it. An administrator can delete"
                    + " the job"));
  }

  private static String name(String id) {
    return "job/" + id;
  }
}
