// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.Failure;
import dev.baton.graph.FlowChart;
import dev.baton.graph.Part;
import dev.baton.job.Timestamps;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Flows as documents. Results of atoms are left out: they may be large, and are the flow's own. */
final class FlowViews {

  private FlowViews() {}

  static ObjectNode flow(FlowSight sight) {
    FlowDetail flow = sight.logbook().flow();
    ObjectNode doc = Json.object();
    doc.put("resource-id", sight.job().id().toString());
    doc.put("job-state", sight.job().state().name());
    doc.put("action", sight.job().spec().action());
    doc.put("flow", flow.name());
    doc.put("state", flow.state().name());
    doc.put("revision", flow.revision());
    Json.put(doc, "note", flow.note());
    Json.put(doc, "unfit-since", flow.unfitSince());
    if (sight.job().state().isFinal()) {
      List<AtomDetail> unsettled = sight.logbook().unsettled();
      doc.set("unsettled", Json.texts(unsettled.stream().map(AtomDetail::name).toList()));
    }
    FlowDetail.Waiting waiting = flow.waiting();
    if (waiting != null) {
      ObjectNode waits = doc.putObject("waiting");
      Json.put(waits, "until", waiting.until());
      waits.set("signals", Json.texts(waiting.signals().stream().sorted().toList()));
    }
    doc.put("created", Timestamps.write(flow.created()));
    doc.put("updated", Timestamps.write(flow.updated()));
    Flows.origin(sight.job()).ifPresent(origin -> doc.put("continues", origin.toString()));
    doc.put("definition-known", sight.chart() != null);
    ArrayNode atoms = doc.putArray("atoms");
    sight.atoms().forEach(atom -> atoms.add(atom(sight, atom)));
    return doc;
  }

  private static ObjectNode atom(FlowSight sight, FlowSight.Atom atom) {
    AtomDetail detail = atom.detail();
    ObjectNode doc = Json.object();
    doc.put("name", detail.name());
    doc.put("kind", word(detail.kind()));
    place(doc, atom.leaf());
    doc.put("state", detail.state().name());
    doc.put("intention", detail.intention().name());
    doc.put("starts", detail.starts());
    doc.put("reverts", detail.reverts());
    doc.put("progress", Math.round(detail.progress() * 100));
    Json.put(doc, "since", detail.since());
    Json.put(doc, "due", detail.due());
    put(doc, "duration", sight.duration(detail).orElse(null));
    if (!detail.waits().isEmpty()) {
      Wait wait = detail.waits().getLast();
      ObjectNode last = doc.putObject("waits");
      Json.put(last, "signal", wait.signal());
      Json.put(last, "until", wait.until());
    }
    put(doc, "failure", detail.outcome().failure());
    put(doc, "revert-failure", detail.outcome().revertFailure());
    return doc;
  }

  private static void place(ObjectNode doc, Part.@Nullable Leaf leaf) {
    if (leaf != null) {
      doc.set("path", Json.texts(leaf.path()));
      doc.put("has-revert", leaf.hasRevert());
    }
  }

  /** The atoms of a definition. */
  static ArrayNode atoms(FlowChart chart) {
    ArrayNode atoms = Json.array();
    for (Part.Leaf leaf : chart.atoms()) {
      ObjectNode doc = atoms.addObject();
      doc.put("name", leaf.name());
      doc.put("kind", word(leaf.kind()));
      place(doc, leaf);
    }
    return atoms;
  }

  /** The steps, in the order taken. */
  static ArrayNode steps(List<FlowTransition> steps) {
    ArrayNode array = Json.array();
    for (FlowTransition step : steps) {
      ObjectNode doc = array.addObject();
      doc.put("at", Timestamps.write(step.at()));
      doc.put("kind", word(step.kind()));
      doc.put("name", step.name());
      doc.put("from", step.from());
      doc.put("to", step.to());
    }
    return array;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void put(ObjectNode doc, String attribute, @Nullable Duration duration) {
    if (duration != null) {
      doc.put(attribute, duration.toString());
    }
  }

  private static void put(ObjectNode doc, String attribute, @Nullable Failure failure) {
    if (failure != null) {
      ObjectNode said = doc.putObject(attribute);
      said.put("type", failure.type());
      Json.put(said, "message", failure.message());
    }
  }
}
