// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.Right;
import dev.baton.board.JobBoard;
import dev.baton.job.Job;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobJson;
import dev.baton.job.JobState;
import dev.baton.server.ServerOptions;
import dev.baton.trace.TraceContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes jobs as JSON documents with the attributes that a caller may see (docs/spec/nuvla.md §7).
 *
 * @param traceUrl the address of a page that shows a trace, with a place for its id; null for none
 */
record JobDocumentWriter(ActionAvailability actions, JobBoard board, @Nullable String traceUrl) {

  private static final List<String> READING = List.of("why", "logs", "history", "events");
  private static final List<String> READING_FLOWS = List.of("flow", "graph", "preview-cancel");

  /**
   * Returns the document of the job: the attributes that the caller may see, and the operations
   * that the caller may carry out.
   */
  ObjectNode view(Job job, Caller caller) {
    ObjectNode doc = attributes(job, caller);
    ArrayNode operations = operations(job, caller);
    if (!operations.isEmpty()) {
      doc.set("operations", operations);
    }
    return doc;
  }

  /** Returns the same document with only the selected attributes. */
  ObjectNode view(Job job, Caller caller, Set<String> select) {
    boolean bare = !select.isEmpty() && !select.contains("operations");
    return JsonNodes.select(bare ? attributes(job, caller) : view(job, caller), select);
  }

  /**
   * Returns the attributes that the caller may see. As at Nuvla, the tags show the paths of the
   * job's entries on an external board, here in addition to the stored tags.
   */
  ObjectNode attributes(Job job, Caller caller) {
    ObjectNode doc = reduced(job, caller);
    // A path shows the priority of the job and that the job is not final. Therefore only a caller
    // who may see these attributes sees the paths.
    boolean showsPlaces = !job.state().isFinal() && caller.may(Right.VIEW_DATA, job.acl());
    List<String> places = showsPlaces ? board.entryPathsOf(job.id()) : List.of();
    if (!places.isEmpty()) {
      Set<String> tags = new LinkedHashSet<>(job.spec().tags());
      tags.addAll(places);
      doc.set("tags", JsonNodes.texts(tags));
    }
    return doc;
  }

  private ObjectNode reduced(Job job, Caller caller) {
    ObjectNode doc = JobJson.write(job);
    TraceContext trace = job.spec().trace();
    if (trace != null) {
      doc.put("trace-id", trace.traceId());
      if (traceUrl != null && trace.isSampled()) {
        doc.put("trace-url", traceUrl.replace(ServerOptions.TRACE, trace.traceId()));
      }
    }
    return JobAttributes.reduce(doc, job.acl(), caller.isAdmin() ? null : caller.claims());
  }

  private ArrayNode operations(Job job, Caller caller) {
    ArrayNode operations = JsonNodes.array();
    String id = job.id().toString();
    if (caller.may(Right.EDIT_META, job.acl())) {
      add(operations, "edit", id);
    }
    if (caller.may(Right.DELETE, job.acl())) {
      add(operations, "delete", id);
    }
    if (caller.may(Right.MANAGE, job.acl())) {
      addManaging(operations, job, caller);
    }
    if (caller.may(Right.VIEW_DATA, job.acl())) {
      READING.forEach(reading -> add(operations, reading, id + "/" + reading));
      if (actions.isFlow(job.spec().action())) {
        READING_FLOWS.forEach(reading -> add(operations, reading, id + "/" + reading));
      }
    }
    return operations;
  }

  private void addManaging(ArrayNode operations, Job job, Caller caller) {
    String id = job.id().toString();
    if (!job.state().isFinal()) {
      add(operations, "cancel", id + "/cancel");
      add(operations, "signal", id + "/signal");
    }
    if (caller.isAdmin() && job.state() == JobState.RUNNING) {
      add(operations, "timeout", id + "/timeout");
    }
    if (caller.isAdmin() || caller.activeClaim().startsWith("nuvlabox/")) {
      add(operations, "get-context", id + "/get-context");
    }
    if (job.state() != JobState.RUNNING) {
      add(operations, "retry", id + "/retry");
    }
    if (job.state().isFinal() && actions.isFlow(job.spec().action())) {
      add(operations, "rerun", id + "/rerun");
      add(operations, "revert", id + "/revert");
    }
  }

  private static void add(ArrayNode operations, String rel, String href) {
    operations.addObject().put("rel", rel).put("href", href);
  }
}
