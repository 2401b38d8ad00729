// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Principals;
import dev.baton.error.InvalidInputException;
import dev.baton.job.ExecutionMode;
import dev.baton.job.Job;
import dev.baton.job.JobAttribute;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobJson;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the job documents of servers of every version. It ignores unknown attributes, supplies
 * defaults for missing attributes, and omits unreadable attributes unless the job cannot run
 * without them.
 */
final class CimiJobReader {

  private static final Logger LOG = LoggerFactory.getLogger(CimiJobReader.class);

  /** The attributes that must be readable, because without them a job can neither run nor end. */
  private static final Set<String> ESSENTIAL =
      Set.of(
          "id",
          "action",
          "state",
          "version",
          "execution-mode",
          "payload",
          "target-resource",
          "parent-job",
          "requires",
          "not-before",
          "timeout",
          "acl",
          "created",
          "created-by",
          "updated",
          "revision");

  /**
   * The attributes that are all left out if one of them cannot be read. The attributes for retries
   * are not among them and are never read: a CIMI server does not count failed attempts, so retries
   * would never end.
   */
  private static final Set<String> FURTHER =
      JobAttributes.names(attribute ->
          attribute.is(JobAttribute.Trait.CIMI) && !ESSENTIAL.contains(attribute.name()));

  private CimiJobReader() {}

  /**
   * Reads the job from a document.
   *
   * @throws InvalidInputException if an essential attribute cannot be read
   */
  static Job read(ObjectNode document) {
    ObjectNode essential = JsonNodeFactory.instance.objectNode();
    ESSENTIAL.forEach(name -> copy(document, essential, name));
    supply(essential);
    ObjectNode all = essential.deepCopy();
    FURTHER.forEach(name -> copy(document, all, name));
    try {
      return OriginTags.read(JobJson.read(all));
    } catch (InvalidInputException e) {
      Job job = JobJson.read(essential);
      LOG.debug("optional attributes of a job cannot be read and are ignored: job={}", job.id(), e);
      return job;
    }
  }

  private static void copy(ObjectNode from, ObjectNode to, String name) {
    JsonNode value = from.get(name);
    if (value != null && !value.isNull()) {
      to.set(name, value);
    }
  }

  private static void supply(ObjectNode document) {
    if (document.path("action").asText("").isBlank()) {
      // Replaces a missing action. No executor provides an action of this name, so the job can be
      // read and gets an end.
      document.put("action", "(none)");
    }
    JsonNode version = document.path("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt()) {
      // Nuvla's executors use version 0 for a job without a version, so Baton does the same.
      document.put("version", 0);
    }
    document.put("state", state(document.path("state").asText()));
    if (!isMode(document.path("execution-mode").asText())) {
      document.put("execution-mode", ExecutionMode.PUSH.apiName());
    }
    if (!isAcl(document.path("acl"))) {
      document.set("acl", AclJson.write(Acl.ownedBy(Principals.ADMIN)));
    }
    if (document.path("created-by").asText("").isBlank()) {
      document.put("created-by", Principals.ADMIN);
    }
    supplyTimes(document);
  }

  private static void supplyTimes(ObjectNode document) {
    if (!document.has("created")) {
      document.put("created", Timestamps.write(Instant.EPOCH));
    }
    if (!document.has("updated")) {
      document.set("updated", document.get("created"));
    }
    if (!document.has("revision")) {
      // The time of the last update serves as the revision. Two writes may have the same time, so
      // some edits by others are not noticed.
      String updated = document.path("updated").asText();
      document.put("revision", Timestamps.read("updated", updated).toEpochMilli());
    }
  }

  /** Translates the states that servers used until 2023. */
  private static String state(String state) {
    return switch (state) {
      case "STOPPED" -> JobState.CANCELED.name();
      case "STOPPING" -> JobState.RUNNING.name();
      default -> state;
    };
  }

  private static boolean isMode(String mode) {
    try {
      return !ExecutionMode.parse(mode).apiName().isEmpty();
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static boolean isAcl(JsonNode acl) {
    try {
      return !AclJson.read(acl).owners().isEmpty();
    } catch (InvalidInputException e) {
      return false;
    }
  }
}
