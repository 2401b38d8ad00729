// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The tables other than the table of jobs. */
final class Tables {

  static final Field<Long> JOB_SEQ = number("job_seq");
  static final Field<Long> NUMBER = number("number");
  static final Field<Long> AT_TIME = number("at_time");
  static final Field<Long> SESSION_ID = number("claimer_id");
  static final Field<Long> LEASE_UNTIL = number("lease_until");
  static final Field<String> DIGEST = text("digest");

  static final Table<Record> JOB_VALUE = table(name("job_value"));
  static final Field<String> ATTRIBUTE = text("attribute");
  static final Field<String> WORD = text("word");

  static final Table<Record> JOB_EVENT = table(name("job_event"));
  static final Field<String> KIND = text("kind");
  static final Field<String> NOTE = text("note");

  static final Table<Record> JOB_LOG = table(name("job_log"));
  static final Field<String> STREAM = text("stream");
  static final Field<String> LINE = text("line");
  static final Field<String> MARK = text("mark");

  static final Table<Record> JOB_KINDS = table(name("lane"));
  static final Field<Long> KIND_ID = number("lane_id");
  static final Field<String> KIND_ACTION = text("lane_action");
  static final Field<Integer> KIND_VERSION = integer("lane_version");
  static final Field<String> KIND_REQUIRES = text("lane_requires");

  static final Table<Record> SESSION = table(name("claimer"));
  static final Field<String> SESSION_KEY = text("stay");
  static final Field<Long> LEASE = number("lease");
  static final Field<Integer> DEAD = integer("dead");

  static final Table<Record> ACL = table(name("acl"));
  static final Field<String> DOCUMENT = text("document");

  static final Table<Record> ACL_RIGHT = table(name("acl_right"));
  static final Field<String> GRANTED = text("granted");
  static final Field<String> PRINCIPAL = text("principal");

  private Tables() {}
}
