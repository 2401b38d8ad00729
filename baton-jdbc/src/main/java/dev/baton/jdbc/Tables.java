// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The tables other than the table of jobs. */
final class Tables {

  static final Field<Long> NUMBER = number("number");
  static final Field<Long> AT_TIME = number("at_time");
  static final Field<Long> SESSION_ID = number("session_id");
  static final Field<Long> LEASE_UNTIL = number("lease_until");
  static final Field<String> DIGEST = text("digest");

  static final Table<Record> JOB_VALUE = table(name("baton_job_value"));
  static final Field<String> ATTRIBUTE = text("attribute");
  static final Field<String> WORD = text("word");

  static final Table<Record> EVENT_BATCH = table(name("baton_event_batch"));
  static final Field<String> EVENTS = text("events");

  static final Table<Record> JOB_EVENT = table(name("baton_job_event"));
  static final Field<String> KIND = text("kind");
  static final Field<String> NOTE = text("note");

  static final Table<Record> JOB_LOG = table(name("baton_job_log"));
  static final Field<String> STREAM = text("stream");
  static final Field<String> LINE = text("line");
  static final Field<String> MARK = text("mark");

  static final Table<Record> JOB_KINDS = table(name("baton_job_kind"));

  /**
   * The key of a job kind, with its table, because {@link StatusTable} has a column of that name.
   */
  static final Field<Long> KIND_ID = field(name("baton_job_kind", "kind_id"), SQLDataType.BIGINT);

  static final Field<String> KIND_ACTION = text("kind_action");
  static final Field<Integer> KIND_VERSION = integer("kind_version");
  static final Field<String> KIND_REQUIRES = text("kind_requires");

  static final Table<Record> SESSION = table(name("baton_session"));
  static final Field<String> SESSION_KEY = text("session_key");
  static final Field<Long> LEASE = number("lease");
  static final Field<Integer> DEAD = integer("dead");

  static final Table<Record> ACL = table(name("baton_acl"));
  static final Field<String> DOCUMENT = text("document");

  static final Table<Record> ACL_RIGHT = table(name("baton_acl_right"));
  static final Field<String> GRANTED = text("granted");
  static final Field<String> PRINCIPAL = text("principal");

  static final Table<Record> UNIQUE_KEYS = table(name("baton_unique_key"));
  static final Field<String> KEY_SCOPE = text("key_scope");
  static final Field<String> HELD_KEY =
      field(name("baton_unique_key", "unique_key"), SQLDataType.VARCHAR);

  static final Table<Record> ENDED_CLAIM = table(name("baton_ended_claim"));

  private Tables() {}

  /**
   * Returns a statement that was written by hand, with the names that the tables of this store have
   * in the database. The statement calls them {@code baton_…}. jOOQ replaces the names itself.
   */
  static String sql(DSLContext sql, String statement) {
    return TableNames.in(sql, statement);
  }
}
