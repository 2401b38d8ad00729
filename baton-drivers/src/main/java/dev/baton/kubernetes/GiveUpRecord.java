// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.engine.EngineReason;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * That a job is given up which Kubernetes itself would retry for ever, or forgot to end. Kept at
 * the job, so that everybody says the same of it from then on.
 *
 * @param succeeded how many of its instances had ended well
 */
record GiveUpRecord(EngineReason reason, String message, Instant finished, int succeeded) {

  static final String ANNOTATION = "baton.dev/verdict";

  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<GiveUpRecord> of(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode read = JSON.readTree(text);
      return Optional.of(
          new GiveUpRecord(
              EngineReason.valueOf(read.path("reason").asText()),
              read.path("message").asText(),
              Instant.parse(read.path("finished").asText()),
              read.path("succeeded").asInt()));
    } catch (JsonProcessingException | RuntimeException e) {
      // Somebody else's hand was in it: then Kubernetes' own word counts.
      return Optional.empty();
    }
  }

  /**
   * The change by which the job gets it, and Kubernetes ends the job as if its time were over: so
   * its pods go, and it is removed in due time.
   */
  String patch(String resourceVersion) {
    String value =
        JSON.createObjectNode()
            .put("reason", reason.name())
            .put("message", message)
            .put("finished", finished.toString())
            .put("succeeded", succeeded)
            .toString();
    var patch = JSON.createObjectNode();
    patch
        .putObject("metadata")
        .put("resourceVersion", resourceVersion)
        .putObject("annotations")
        .put(ANNOTATION, value);
    patch.putObject("spec").put("activeDeadlineSeconds", 1);
    return patch.toString();
  }
}
