// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.job.Timestamps;
import dev.baton.logbook.FlowTransition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of a flow and its atoms at one moment.
 *
 * @param flow the last step of the flow at that moment or before; null if there was none
 * @param atoms the last step of each atom at that moment or before; atoms without steps are missing
 */
record FlowStates(
    Job job, Instant at, @Nullable FlowTransition flow, Map<String, FlowTransition> atoms) {

  private static final int PAGE = 5000;

  /** The most steps that one request reads. */
  static final int MAX_STEPS = 100_000;

  /** Reads a part of the steps of a flow. */
  @FunctionalInterface
  interface StepPages {
    List<FlowTransition> read(int offset, int limit);
  }

  /**
   * Reads the steps up to the moment.
   *
   * @throws InvalidInputException if these are more than {@link #MAX_STEPS} steps
   */
  static FlowStates at(StepPages pages, Job job, Instant at) {
    FlowTransition flow = null;
    Map<String, FlowTransition> atoms = new LinkedHashMap<>();
    int offset = 0;
    boolean more = true;
    while (more) {
      List<FlowTransition> page = pages.read(offset, PAGE);
      for (FlowTransition step : page) {
        if (!step.at().isAfter(at)) {
          if (step.kind() == FlowTransition.Kind.FLOW) {
            flow = step;
          } else {
            atoms.put(step.name(), step);
          }
        }
      }
      more = page.size() == PAGE && !page.getLast().at().isAfter(at);
      offset += PAGE;
      if (more && offset >= MAX_STEPS && hasStep(pages, offset, at)) {
        throw new InvalidInputException(
            "the flow of "
                + job.id()
                + " has made more than "
                + MAX_STEPS
                + " steps up to that time; request an earlier time with 'at', or read the steps by"
                + " pages from /flow/steps");
      }
    }
    return new FlowStates(job, at, flow, atoms);
  }

  private static boolean hasStep(StepPages pages, int offset, Instant at) {
    return pages.read(offset, 1).stream().anyMatch(step -> !step.at().isAfter(at));
  }

  ObjectNode document() {
    ObjectNode doc = JsonNodes.object();
    doc.put("resource-id", job.id().toString());
    JsonNodes.put(doc, "at", at);
    JsonNodes.put(doc, "flow", flow == null ? null : flow.to());
    ObjectNode states = doc.putObject("atoms");
    atoms.forEach((name, step) ->
        states.putObject(name).put("state", step.to()).put("since", Timestamps.write(step.at())));
    return doc;
  }

  static ObjectNode schema() {
    ObjectNode atom =
        new ObjectSchema()
            .text("state", "The state of the atom")
            .time("since", "When the atom got the state")
            .build();
    return new ObjectSchema()
        .text("resource-id", "The job")
        .time("at", "The moment")
        .optional("flow", "The state of the flow", ObjectSchema.type("string"))
        .with("atoms", "The state of each atom that had left PENDING", ObjectSchema.map(atom))
        .build();
  }
}
