// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data that is stored when an engine job is created. It contains nothing about the program,
 * because that may be secret.
 *
 * @param uid distinguishes the engine job from earlier engine jobs with the same name
 * @param keep how long the engine job is kept after its end, or null until it is deleted
 * @param instances the number of tasks of its job array, or null for a single Slurm job
 * @param submission the options of {@code sbatch}; with them any process can submit the engine job,
 *     also after the process that created it has died
 */
record SlurmJobRecord(
    String uid,
    Map<String, String> labels,
    @Nullable Duration keep,
    @Nullable Integer instances,
    List<String> submission) {

  private static final ObjectMapper JSON = new ObjectMapper();

  SlurmJobRecord {
    labels = Map.copyOf(labels);
    submission = List.copyOf(submission);
  }

  /** Returns the stored text. The uid is on the first line, so that a shell can read it. */
  String text() {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode values = node.putObject("labels");
    new TreeMap<>(labels).forEach(values::put);
    if (keep != null) {
      node.put("keep", keep.toString());
    }
    if (instances != null) {
      node.put("instances", instances);
    }
    submission.forEach(node.putArray("submission")::add);
    return uid + "\n" + node + "\n";
  }

  static SlurmJobRecord parse(String text) throws IOException {
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new IOException("a record has one line, '" + text + "'; expected two");
    }
    JsonNode node = JSON.readTree(text.substring(end + 1));
    Map<String, String> labels = new TreeMap<>();
    node.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    List<String> submission = new ArrayList<>();
    node.path("submission").forEach(option -> submission.add(option.asText()));
    JsonNode keep = node.get("keep");
    return new SlurmJobRecord(
        text.substring(0, end),
        labels,
        keep == null ? null : Duration.parse(keep.asText()),
        node.has("instances") ? Integer.valueOf(node.path("instances").asInt()) : null,
        submission);
  }
}
