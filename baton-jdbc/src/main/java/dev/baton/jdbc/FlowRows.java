// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes that a transaction makes to flows: the last version of each flow detail and
 * atom detail, and every transition.
 */
final class FlowRows {

  private static final String INSERT_FLOW =
      "INSERT INTO baton_flow (flow_revision, flow_detail, job_seq) VALUES (?, ?, ?)";
  private static final String UPDATE_FLOW =
      "UPDATE baton_flow SET flow_revision = ?, flow_detail = ? WHERE job_seq = ?";
  private static final String INSERT_ATOM =
      "INSERT INTO baton_atom (atom_detail, job_seq, atom_name) VALUES (?, ?, ?)";
  private static final String UPDATE_ATOM =
      "UPDATE baton_atom SET atom_detail = ? WHERE job_seq = ? AND atom_name = ?";
  private static final String INSERT_STEP =
      "INSERT INTO baton_flow_step (job_seq, at_time, kind, subject, from_state, to_state)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private record AtomKey(long jobSeq, String name) {}

  private record Step(long jobSeq, FlowTransition transition) {}

  /** The new detail of a flow, and the revision that was stored before; null if none was stored. */
  private record Change(@Nullable Long stored, FlowDetail flow) {}

  private final Map<Long, Change> flows = new LinkedHashMap<>();
  private final Map<AtomKey, AtomDetail> atoms = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /** Adds a write, unless it was already carried out. */
  void add(long jobSeq, @Nullable Long stored, FlowWrite write) {
    Change before = flows.get(jobSeq);
    Long last = before == null ? stored : Long.valueOf(before.flow().revision());
    if (last != null && write.flow().revision() <= last) {
      return;
    }
    flows.put(jobSeq, new Change(stored, write.flow()));
    write.atoms().forEach(atom -> atoms.put(new AtomKey(jobSeq, atom.name()), atom));
    write.transitions().forEach(transition -> steps.add(new Step(jobSeq, transition)));
  }

  void write(DSLContext sql, Connection connection) throws SQLException {
    writeFlows(sql, connection);
    writeAtoms(sql, connection);
    writeSteps(sql, connection);
  }

  private void writeFlows(DSLContext sql, Connection connection) throws SQLException {
    RowBatch inserts = new RowBatch(Tables.sql(sql, INSERT_FLOW));
    RowBatch updates = new RowBatch(Tables.sql(sql, UPDATE_FLOW));
    flows.forEach((jobSeq, change) ->
        (change.stored() == null ? inserts : updates)
            .add(change.flow().revision(), LogbookJson.text(change.flow()), jobSeq));
    inserts.execute(connection);
    updates.execute(connection);
  }

  /**
   * Updates the atoms of stored flows and inserts the atoms that the update does not find. Atoms of
   * new flows are inserted at once.
   */
  private void writeAtoms(DSLContext sql, Connection connection) throws SQLException {
    Map<AtomKey, String> fresh = new LinkedHashMap<>();
    Map<AtomKey, String> known = new LinkedHashMap<>();
    atoms.forEach((key, atom) -> (isNew(key) ? fresh : known).put(key, LogbookJson.text(atom)));
    int[] updated = batch(Tables.sql(sql, UPDATE_ATOM), known).execute(connection);
    int place = 0;
    for (Map.Entry<AtomKey, String> entry : known.entrySet()) {
      if (updated[place++] == 0) {
        fresh.put(entry.getKey(), entry.getValue());
      }
    }
    batch(Tables.sql(sql, INSERT_ATOM), fresh).execute(connection);
  }

  private boolean isNew(AtomKey key) {
    Change change = flows.get(key.jobSeq());
    return change != null && change.stored() == null;
  }

  private static RowBatch batch(String statement, Map<AtomKey, String> atoms) {
    RowBatch batch = new RowBatch(statement);
    atoms.forEach((key, detail) -> batch.add(detail, key.jobSeq(), key.name()));
    return batch;
  }

  private void writeSteps(DSLContext sql, Connection connection) throws SQLException {
    RowBatch inserts = new RowBatch(Tables.sql(sql, INSERT_STEP));
    for (Step step : steps) {
      FlowTransition transition = step.transition();
      inserts.add(
          step.jobSeq(),
          transition.at().toEpochMilli(),
          transition.kind().name(),
          JsonText.clean(transition.name()),
          transition.from(),
          transition.to());
    }
    inserts.execute(connection);
  }
}
