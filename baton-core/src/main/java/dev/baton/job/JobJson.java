// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts jobs to and from their CIMI documents (docs/spec/nuvla.md §8 and Baton's own
 * attributes). Reading a written document gives an equal job.
 */
public final class JobJson {

  private static final String[] SET_BY_SERVER =
      JobAttributes.names(each -> each.value() == null && !each.is(JobAttribute.Trait.VIRTUAL))
          .toArray(String[]::new);

  private JobJson() {}

  /**
   * Returns the job as JSON with all attributes except {@code operations}, the list of what the
   * caller may do. Absent values are left out.
   */
  public static ObjectNode write(Job job) {
    ObjectNode doc = JsonNodeFactory.instance.objectNode();
    doc.put("id", job.id().toString());
    doc.put("resource-type", "job");
    doc.put("created", Timestamps.write(job.created()));
    doc.put("updated", Timestamps.write(job.updated()));
    doc.put("created-by", job.createdBy());
    put(doc, "updated-by", job.updatedBy());
    doc.set("acl", AclJson.write(job.acl()));
    doc.set("origin", JobOriginJson.write(job.origin()));
    writeSpec(doc, job.spec());
    writeStatus(doc, job.status());
    doc.put("revision", job.revision());
    return doc;
  }

  private static void writeSpec(ObjectNode doc, JobSpec spec) {
    for (JobAttribute attribute : JobAttributes.ofSpec()) {
      switch (attribute.specValue()) {
        case SpecValue.Text text -> put(doc, attribute.name(), text.get().apply(spec));
        case SpecValue.Number number -> {
          Integer value = number.get().apply(spec);
          if (value != null && !value.equals(number.hidden())) {
            doc.put(attribute.name(), value);
          }
        }
        case SpecValue.Moment moment -> put(doc, attribute.name(), moment.get().apply(spec));
        case SpecValue.Words words -> putTexts(doc, attribute.name(), words.get().apply(spec));
        case SpecValue.Labels labels -> {
          if (!labels.get().apply(spec).isEmpty()) {
            labels.get().apply(spec).forEach(doc.putObject(attribute.name())::put);
          }
        }
        case SpecValue.Composed composed -> composed.write().accept(spec, doc);
      }
    }
  }

  private static void writeStatus(ObjectNode doc, JobStatus status) {
    doc.put("state", status.state().name());
    doc.put("progress", status.progress());
    put(doc, "status-message", status.statusMessage());
    put(doc, "time-of-status-change", status.timeOfStatusChange());
    if (status.returnCode() != null) {
      doc.put("return-code", status.returnCode());
    }
    put(doc, "started", status.started());
    put(doc, "ended", status.ended());
    Long duration = status.durationSeconds();
    if (duration != null) {
      doc.put("duration", duration);
    }
    doc.put("attempt", status.attempt());
    doc.put("failures", status.failures());
    if (status.takeovers() > 0) {
      doc.put("takeovers", status.takeovers());
    }
    put(doc, "owner", status.owner());
    doc.put("token", status.token());
    if (status.result() != null) {
      doc.set("result", status.result());
    }
    put(doc, "last-error", status.lastError());
    put(doc, "error-pattern", status.errorPattern());
    put(doc, "output", status.output());
    putTexts(doc, "nested-jobs", status.nestedJobs());
    if (status.parked()) {
      doc.put("parked", true);
    }
    if (status.location() != null) {
      doc.set("location", status.location().json());
    }
    if (!status.signals().isEmpty()) {
      doc.putObject("signals").setAll(status.signals());
    }
  }

  static void put(ObjectNode doc, String attribute, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Instant instant -> doc.put(attribute, Timestamps.write(instant));
      // A blank text is left out, because documents contain no blank texts.
      case String text when text.isBlank() -> {}
      default -> doc.put(attribute, value.toString());
    }
  }

  private static void putTexts(ObjectNode doc, String attribute, Collection<?> values) {
    if (!values.isEmpty()) {
      ArrayNode array = doc.putArray(attribute);
      values.forEach(value -> array.add(value.toString()));
    }
  }

  /**
   * Reads a document that {@link #write} made. {@code operations}, {@code duration} and {@code
   * error-pattern} are ignored.
   *
   * @throws dev.baton.error.InvalidInputException if an attribute is missing, malformed or unknown
   */
  public static Job read(JsonNode document) {
    JobDocumentReader doc = new JobDocumentReader(document);
    doc.ignore("resource-type", "duration", "error-pattern", "operations", "resource-metadata");
    Job job = job(doc);
    doc.refuseUnknown();
    return job;
  }

  /**
   * Reads a document that {@link #write} of this or another release made. Unknown attributes are
   * ignored, and blank texts count as absent.
   *
   * @throws dev.baton.error.InvalidInputException if an attribute is missing or malformed
   */
  public static Job readStored(JsonNode document) {
    return job(JobDocumentReader.stored(document));
  }

  private static Job job(JobDocumentReader doc) {
    Acl acl = AclJson.read(doc.required("acl"));
    return new Job(
        JobId.parse(doc.text("id")),
        spec(doc),
        status(doc),
        acl,
        JobOriginJson.read(doc.nodeOrNull("origin"), acl),
        doc.time("created"),
        doc.text("created-by"),
        doc.time("updated"),
        doc.textOrNull("updated-by"),
        doc.longOr("revision", 0));
  }

  /**
   * Reads the attributes that a client may set when it posts a job. Attributes that the server sets
   * are ignored, and all other attributes are refused.
   *
   * @throws dev.baton.error.InvalidInputException if an attribute is missing, malformed or unknown
   */
  public static JobSpec readSpec(JsonNode document) {
    JobDocumentReader doc = new JobDocumentReader(document);
    doc.ignore(SET_BY_SERVER);
    JobSpec spec = spec(doc);
    doc.refuseUnknown();
    return spec;
  }

  /**
   * Reads the part of the status that a client may set when it posts a job. As in Nuvla, these are
   * progress, status message, return code, start, output and nested jobs. The server sets all other
   * attributes.
   *
   * @throws dev.baton.error.InvalidInputException if one of these attributes is malformed
   */
  public static JobStatus readPostedStatus(JsonNode document) {
    JobDocumentReader doc = new JobDocumentReader(document);
    return JobStatus.queued().toBuilder()
        .progress(doc.intOr("progress", 0))
        .statusMessage(doc.textOrNull("status-message"))
        .returnCode(doc.intOrNull("return-code"))
        .started(doc.timeOrNull("started"))
        .output(doc.textOrNull("output"))
        .nestedJobs(jobs(doc, "nested-jobs"))
        .build();
  }

  private static JobSpec spec(JobDocumentReader doc) {
    JobSpecBuilder spec = JobSpec.builder(doc.text("action"));
    for (JobAttribute attribute : JobAttributes.ofSpec()) {
      String name = attribute.name();
      switch (attribute.specValue()) {
        case SpecValue.Text text -> set(text, spec, doc.textOrNull(name, text.form()));
        case SpecValue.Number number -> set(number, spec, doc.intOrNull(name));
        case SpecValue.Moment moment -> set(moment, spec, doc.timeOrNull(name));
        case SpecValue.Words words -> set(words, spec, doc.texts(name));
        case SpecValue.Labels labels -> set(labels, spec, doc.textMembers(name));
        case SpecValue.Composed composed -> composed.read().accept(doc, spec);
      }
    }
    return spec.build();
  }

  /** Sets a component of the spec. If the value is absent, the builder keeps its default. */
  private static <T extends @Nullable Object> void set(
      SpecValue.Plain<T> attribute, JobSpecBuilder spec, T value) {
    if (value != null) {
      attribute.set().accept(spec, value);
    }
  }

  private static @Nullable RunLocation location(@Nullable JsonNode node) {
    return node == null ? null : RunLocation.parse(node);
  }

  private static JobStatus status(JobDocumentReader doc) {
    return JobStatus.queued().toBuilder()
        .state(JobState.parse(doc.text("state")))
        .progress(doc.intOr("progress", 0))
        .statusMessage(doc.textOrNull("status-message"))
        .timeOfStatusChange(doc.timeOrNull("time-of-status-change"))
        .returnCode(doc.intOrNull("return-code"))
        .started(doc.timeOrNull("started"))
        .ended(doc.timeOrNull("ended"))
        .attempt(doc.intOr("attempt", 0))
        .failures(doc.intOr("failures", 0))
        .takeovers(doc.intOr("takeovers", 0))
        .owner(doc.textOrNull("owner"))
        .token(doc.longOr("token", 0))
        .result(doc.nodeOrNull("result"))
        .lastError(doc.textOrNull("last-error"))
        .output(doc.textOrNull("output"))
        .nestedJobs(jobs(doc, "nested-jobs"))
        .parked(doc.flag("parked"))
        .location(location(doc.nodeOrNull("location")))
        .signals(doc.membersOf("signals"))
        .build();
  }

  private static List<JobId> jobs(JobDocumentReader doc, String attribute) {
    return doc.texts(attribute).stream().map(JobId::parse).toList();
  }
}
