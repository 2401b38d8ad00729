// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Converts jobs to and from their CIMI documents (docs/spec/nuvla.md §8 and Baton's own
 * attributes). Reading a written document gives an equal job.
 */
public final class JobJson {

  private JobJson() {}

  /** Returns the whole document, without {@code operations}. Absent values are left out. */
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
    doc.put("action", spec.action());
    put(doc, "name", spec.name());
    put(doc, "description", spec.description());
    putTexts(doc, "tags", spec.tags());
    if (spec.target() != null) {
      doc.set("target-resource", ref(spec.target()));
    }
    if (!spec.affected().isEmpty()) {
      ArrayNode affected = doc.putArray("affected-resources");
      spec.affected().forEach(resource -> affected.add(ref(resource)));
    }
    put(doc, "payload", spec.payload());
    // Like Nuvla, Baton does not write the default priority.
    if (!spec.priority().equals(Priority.DEFAULT)) {
      doc.put("priority", spec.priority().value());
    }
    doc.put("execution-mode", spec.mode().apiName());
    doc.put("version", spec.version());
    put(doc, "parent-job", spec.parent());
    putTexts(doc, "requires", spec.requires());
    put(doc, "not-before", spec.notBefore());
    put(doc, "timeout", spec.timeout());
    writeRetry(doc, spec.retry());
    put(doc, "unique-key", spec.uniqueKey());
    put(doc, "expiry", spec.expiry());
  }

  private static void writeRetry(ObjectNode doc, RetryPolicy retry) {
    if (!retry.equals(RetryPolicy.NONE)) {
      doc.put("max-attempts", retry.maxAttempts());
      ObjectNode backoff = doc.putObject("backoff");
      backoff.put("initial", retry.backoff().initial().toString());
      backoff.put("max", retry.backoff().max().toString());
      backoff.put("factor", retry.backoff().factor());
      backoff.put("jitter", retry.backoff().jitter());
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

  private static ObjectNode ref(ResourceRef resource) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("href", resource.href());
    node.setAll(resource.more());
    return node;
  }

  private static void put(ObjectNode doc, String attribute, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Instant instant -> doc.put(attribute, Timestamps.write(instant));
      case Duration duration -> doc.put(attribute, duration.toString());
      // Documents contain no blank texts; such an attribute is absent.
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
   * Reads a document that {@link #write} made. {@code operations} and {@code duration} are ignored.
   *
   * @throws dev.baton.error.InvalidInputException if an attribute is missing, malformed or unknown
   */
  public static Job read(JsonNode document) {
    JobDocumentReader doc = new JobDocumentReader(document);
    doc.ignore("resource-type", "duration", "operations", "resource-metadata");
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
    doc.ignore(
        "id",
        "resource-type",
        "created",
        "updated",
        "created-by",
        "updated-by",
        "acl",
        "operations",
        "resource-metadata",
        "state",
        "revision");
    doc.ignore("progress", "status-message", "time-of-status-change", "return-code", "started");
    doc.ignore("ended", "duration", "attempt", "failures", "takeovers", "owner", "token", "result");
    doc.ignore("last-error", "output", "nested-jobs", "parked", "location", "signals", "origin");
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
        .nestedJobs(doc.texts("nested-jobs").stream().map(JobId::parse).toList())
        .build();
  }

  private static JobSpec spec(JobDocumentReader doc) {
    return JobSpec.builder(doc.text("action"))
        .name(doc.textOrNull("name"))
        .description(doc.textOrNull("description"))
        .tags(doc.texts("tags"))
        .target(doc.refOrNull("target-resource"))
        .affected(doc.refs("affected-resources"))
        .payload(doc.payload())
        .priority(new Priority(doc.intOr("priority", Priority.DEFAULT.value())))
        .mode(ExecutionMode.parse(doc.textOr("execution-mode", ExecutionMode.PUSH.apiName())))
        .version(doc.intOr("version", JobSpec.VERSION))
        .parent(doc.jobOrNull("parent-job"))
        .requires(doc.texts("requires"))
        .notBefore(doc.timeOrNull("not-before"))
        .timeout(doc.durationOrNull("timeout"))
        .retry(doc.retry())
        .uniqueKey(doc.textOrNull("unique-key"))
        .expiry(doc.timeOrNull("expiry"))
        .build();
  }

  private static @Nullable RunLocation location(@Nullable JsonNode node) {
    return node == null ? null : RunLocation.parse(node);
  }

  private static JobStatus status(JobDocumentReader doc) {
    return new JobStatus(
        JobState.parse(doc.text("state")),
        doc.intOr("progress", 0),
        doc.textOrNull("status-message"),
        doc.timeOrNull("time-of-status-change"),
        doc.intOrNull("return-code"),
        doc.timeOrNull("started"),
        doc.timeOrNull("ended"),
        doc.intOr("attempt", 0),
        doc.intOr("failures", 0),
        doc.intOr("takeovers", 0),
        doc.textOrNull("owner"),
        doc.longOr("token", 0),
        doc.nodeOrNull("result"),
        doc.textOrNull("last-error"),
        doc.textOrNull("output"),
        doc.texts("nested-jobs").stream().map(JobId::parse).toList(),
        doc.flag("parked"),
        location(doc.nodeOrNull("location")),
        doc.membersOf("signals"));
  }
}
