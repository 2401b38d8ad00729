// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** The tables of flows. All of them have the column {@link StatusTable#JOB_SEQ}. */
final class LogbookTables {

  static final Table<Record> FLOW = table(name("baton_flow"));
  static final Field<Long> FLOW_REVISION = number("flow_revision");
  static final Field<String> FLOW_DETAIL = text("flow_detail");

  static final Table<Record> ATOM = table(name("baton_atom"));
  static final Field<Long> ATOM_ID = number("atom_id");
  static final Field<String> ATOM_DETAIL = text("atom_detail");

  static final Table<Record> FLOW_STEP = table(name("baton_flow_step"));
  static final Field<String> SUBJECT = text("subject");
  static final Field<String> FROM_STATE = text("from_state");
  static final Field<String> TO_STATE = text("to_state");

  private LogbookTables() {}
}
