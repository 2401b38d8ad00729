// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.chart.ChartPart;
import dev.baton.chart.FlowChart;
import dev.baton.flow.Failure;
import dev.baton.job.Timestamps;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.DurableWait;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes flows as JSON documents. Omits the results of atoms, because they may be large: {@link
 * AtomDocument} shows those of one atom.
 */
final class FlowDocumentWriter {

  private FlowDocumentWriter() {}

  static ObjectNode flow(FlowView visibility) {
    FlowDetail flow = visibility.logbook().flow();
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", visibility.job().id().toString());
    doc.put("job-state", visibility.job().state().name());
    doc.put("action", visibility.job().spec().action());
    doc.put("flow", flow.name());
    doc.put("state", flow.state().name());
    doc.put("revision", flow.revision());
    JsonNodes.put(doc, "note", flow.note());
    JsonNodes.put(doc, "unfit-since", flow.unfitSince());
    if (visibility.job().state().isFinal()) {
      List<AtomDetail> unsettled = visibility.logbook().unsettled();
      doc.set("unsettled", JsonNodes.texts(unsettled.stream().map(AtomDetail::name).toList()));
    }
    FlowDetail.Waiting waiting = flow.waiting();
    if (waiting != null) {
      ObjectNode waits = doc.putObject("waiting");
      JsonNodes.put(waits, "until", waiting.until());
      waits.set("signals", JsonNodes.texts(waiting.signals().stream().sorted().toList()));
    }
    doc.put("created", Timestamps.write(flow.created()));
    doc.put("updated", Timestamps.write(flow.updated()));
    FlowReader.continuedJob(visibility.job())
        .ifPresent(origin -> doc.put("continues", origin.toString()));
    doc.put("definition-known", visibility.chart() != null);
    ArrayNode atoms = doc.putArray("atoms");
    visibility.atoms().forEach(atomView -> atoms.add(atom(visibility, atomView)));
    return doc;
  }

  static ObjectNode atom(FlowView visibility, FlowView.AtomView atomView) {
    AtomDetail detail = atomView.detail();
    ObjectNode doc = JsonNodes.object();
    doc.put("name", detail.name());
    doc.put("kind", word(detail.kind()));
    place(doc, atomView.box());
    doc.put("state", detail.state().name());
    doc.put("intention", detail.intention().name());
    doc.put("starts", detail.starts());
    doc.put("reverts", detail.reverts());
    doc.put("progress", Math.round(detail.progress() * 100));
    JsonNodes.put(doc, "since", detail.since());
    JsonNodes.put(doc, "due", detail.due());
    put(doc, "duration", visibility.duration(detail).orElse(null));
    if (!detail.waits().isEmpty()) {
      DurableWait durableWait = detail.waits().getLast();
      ObjectNode last = doc.putObject("waits");
      JsonNodes.put(last, "signal", durableWait.signal());
      JsonNodes.put(last, "until", durableWait.until());
    }
    put(doc, "failure", detail.outcome().failure());
    put(doc, "revert-failure", detail.outcome().revertFailure());
    return doc;
  }

  private static void place(ObjectNode doc, ChartPart.@Nullable AtomBox atomBox) {
    if (atomBox != null) {
      doc.set("path", JsonNodes.texts(atomBox.path()));
      doc.put("has-revert", atomBox.hasRevert());
    }
  }

  static ArrayNode atoms(FlowChart chart) {
    ArrayNode atoms = JsonNodes.array();
    for (ChartPart.AtomBox atomBox : chart.atoms()) {
      ObjectNode doc = atoms.addObject();
      doc.put("name", atomBox.name());
      doc.put("kind", word(atomBox.kind()));
      place(doc, atomBox);
    }
    return atoms;
  }

  /** The steps in the order in which they happened. */
  static ArrayNode steps(List<FlowTransition> steps) {
    ArrayNode array = JsonNodes.array();
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
      JsonNodes.put(said, "message", failure.message());
    }
  }
}
