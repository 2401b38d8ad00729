// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.LogbookTables.*;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What a transaction changes of flows: the last of each detail, and every step. */
final class FlowRows {

  private record AtomKey(long jobSeq, String name) {}

  private record Step(long jobSeq, FlowTransition transition) {}

  /** A flow's detail, and the revision that was stored before; null when there was none. */
  private record Change(@Nullable Long stored, FlowDetail flow) {}

  private final Map<Long, Change> flows = new LinkedHashMap<>();
  private final Map<AtomKey, AtomDetail> atoms = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  /** Takes in a write, unless it was carried out before. */
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

  void write(DSLContext sql) {
    writeFlows(sql);
    writeAtoms(sql);
    writeSteps(sql);
  }

  private void writeFlows(DSLContext sql) {
    var inserts =
        sql.batch(
            sql.insertInto(FLOW, FLOW_REVISION, FLOW_DETAIL, JOB_SEQ)
                .values((Long) null, (String) null, (Long) null));
    var updates =
        sql.batch(
            sql.update(FLOW)
                .set(FLOW_REVISION, (Long) null)
                .set(FLOW_DETAIL, (String) null)
                .where(JOB_SEQ.eq((Long) null)));
    for (Map.Entry<Long, Change> entry : flows.entrySet()) {
      FlowDetail flow = entry.getValue().flow();
      var batch = entry.getValue().stored() == null ? inserts : updates;
      batch.bind(flow.revision(), LogbookJson.text(flow), entry.getKey());
    }
    if (inserts.size() > 0) {
      inserts.execute();
    }
    if (updates.size() > 0) {
      updates.execute();
    }
  }

  /** Those of a flow that is not new are updated; what is not found then is inserted. */
  private void writeAtoms(DSLContext sql) {
    Map<AtomKey, String> fresh = new LinkedHashMap<>();
    Map<AtomKey, String> known = new LinkedHashMap<>();
    atoms.forEach((key, atom) -> (isNew(key) ? fresh : known).put(key, LogbookJson.text(atom)));
    update(sql, known).forEach(key -> fresh.put(key, known.get(key)));
    insert(sql, fresh);
  }

  private boolean isNew(AtomKey key) {
    Change change = flows.get(key.jobSeq());
    return change != null && change.stored() == null;
  }

  /** Answers which were not there. */
  private static List<AtomKey> update(DSLContext sql, Map<AtomKey, String> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    var batch =
        sql.batch(
            sql.update(ATOM)
                .set(ATOM_DETAIL, (String) null)
                .where(JOB_SEQ.eq((Long) null))
                .and(ATOM_NAME.eq((String) null)));
    List<AtomKey> keys = new ArrayList<>(known.keySet());
    keys.forEach(key -> batch.bind(known.get(key), key.jobSeq(), key.name()));
    int[] counts = batch.execute();
    List<AtomKey> missing = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        missing.add(keys.get(i));
      }
    }
    return missing;
  }

  private static void insert(DSLContext sql, Map<AtomKey, String> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    var batch =
        sql.batch(
            sql.insertInto(ATOM, ATOM_DETAIL, JOB_SEQ, ATOM_NAME)
                .values((String) null, (Long) null, (String) null));
    fresh.forEach((key, text) -> batch.bind(text, key.jobSeq(), key.name()));
    batch.execute();
  }

  private void writeSteps(DSLContext sql) {
    if (steps.isEmpty()) {
      return;
    }
    var batch =
        sql.batch(
            sql.insertInto(FLOW_STEP, JOB_SEQ, AT_TIME, KIND, SUBJECT, FROM_STATE, TO_STATE)
                .values(
                    (Long) null,
                    (Long) null,
                    (String) null,
                    (String) null,
                    (String) null,
                    (String) null));
    for (Step step : steps) {
      FlowTransition transition = step.transition();
      batch.bind(
          step.jobSeq(),
          transition.at().toEpochMilli(),
          transition.kind().name(),
          JsonText.clean(transition.name()),
          transition.from(),
          transition.to());
    }
    batch.execute();
  }
}
