// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineSpec;
import dev.baton.service.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stored record of an engine job, written when the engine job is created. It does not contain
 * the program, because the program may contain secrets.
 *
 * @param uid distinguishes the engine job from earlier engine jobs with the same name
 * @param created milliseconds since the epoch
 * @param keep how long the engine job is kept after its end; null means until it is deleted
 */
record ProcessRecord(
    String uid, Map<String, String> labels, long created, @Nullable Duration keep) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static ProcessRecord of(EngineSpec spec, String installation, Clock clock) {
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put(EngineLabels.INSTALLATION, installation);
    return new ProcessRecord(
        UUID.randomUUID().toString(), labels, clock.now().toEpochMilli(), spec.lifetime().keep());
  }

  /** The text of the record. The uid is on a separate line, so that a shell can read it. */
  String text() {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode values = node.putObject("labels");
    labels.forEach(values::put);
    node.put("created", created);
    if (keep != null) {
      node.put("keep", keep.toString());
    }
    return uid + "\n" + node + "\n";
  }

  static ProcessRecord parse(String text) throws IOException {
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new IOException("a record has one line, '" + text + "'; expected two");
    }
    JsonNode node = JSON.readTree(text.substring(end + 1));
    Map<String, String> labels = new TreeMap<>();
    node.path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    JsonNode keep = node.get("keep");
    return new ProcessRecord(
        text.substring(0, end),
        labels,
        node.path("created").asLong(),
        keep == null ? null : Duration.parse(keep.asText()));
  }
}
