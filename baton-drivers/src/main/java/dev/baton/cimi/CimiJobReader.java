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
import dev.baton.job.JobJson;
import dev.baton.job.JobState;
import dev.baton.job.Timestamps;
import java.time.Instant;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the job documents of servers of any age: what is unknown here is ignored, what is missing
 * is supplied, and what cannot be read is left out unless the job could not be run without it.
 */
final class CimiJobReader {

  private static final Logger LOG = LoggerFactory.getLogger(CimiJobReader.class);

  /** What a job cannot be run or ended without. */
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
   * The rest. What says how often a job is to be tried again is not there: such a server does not
   * count failed attempts, so that there would be no end.
   */
  private static final Set<String> FURTHER =
      Set.of(
          "name",
          "description",
          "tags",
          "affected-resources",
          "priority",
          "expiry",
          "progress",
          "status-message",
          "time-of-status-change",
          "return-code",
          "started",
          "ended",
          "attempt",
          "failures",
          "takeovers",
          "result",
          "last-error",
          "output",
          "nested-jobs",
          "signals",
          "updated-by");

  private CimiJobReader() {}

  /**
   * The job in a document.
   *
   * @throws InvalidInputException if something that matters cannot be read
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
      LOG.debug("job={} has attributes that are left out: {}", job.id(), e.getMessage());
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
      // No executor knows it, so that the job gets an end.
      document.put("action", "(none)");
    }
    JsonNode version = document.path("version");
    if (!version.isIntegralNumber() || !version.canConvertToInt()) {
      // As Nuvla's executors count it.
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
      // Not each write makes another one, but nearly: better than nothing to notice others by.
      String updated = document.path("updated").asText();
      document.put("revision", Timestamps.read("updated", updated).toEpochMilli());
    }
  }

  /** States that ended with 2023 have their present names. */
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
