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
 * Records that a Kubernetes job was given up because Kubernetes would retry it forever or forgot to
 * end it. Stored in an annotation of the job, so that every process reports the same end.
 *
 * @param succeeded the number of instances that had succeeded
 */
record GiveUpRecord(EngineReason reason, String message, Instant finished, int succeeded) {

  static final String ANNOTATION = "baton.dev/give-up";

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
      // Another program has changed the annotation, so it is ignored. The status that Kubernetes
      // reports applies.
      return Optional.empty();
    }
  }

  /**
   * Returns the patch that writes the record into the Kubernetes job. The patch also sets the
   * deadline of the Kubernetes job to one second. Kubernetes then ends it as if its timeout had
   * passed, deletes its pods, and removes it after its keep time.
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
