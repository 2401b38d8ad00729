// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.plugin.EffectPlugin;
import dev.baton.campaign.plugin.StepsPlugin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Makes the documents of jobs. */
final class JobDocuments {

  private static final int KEYS = 6;
  private static final int LIST = 12;

  /**
   * The delay of the first job of a repeated post. It is longer than any outage after which a
   * client repeats a post, and than any jump of wall clocks, so that the first job still exists
   * when the last repetition arrives.
   */
  private static final Duration REPEATED_LATER = Duration.ofSeconds(75);

  private final Random random;

  JobDocuments(Random random) {
    this.random = random;
  }

  /** The number of jobs that one post of this kind makes. */
  static int size(JobKind kind) {
    return kind == JobKind.LIST ? LIST : 1;
  }

  ObjectNode of(JobKind kind, String label) {
    ObjectNode job =
        switch (kind) {
          case EFFECT, DELAYED, REPEATED, LIST ->
              effect(1 + random.nextInt(4), random.nextInt(150));
          case LONG_EFFECT -> effect(20, 250 + random.nextInt(150));
          // The effect takes longer than an execution may outlive its claim, because otherwise two
          // simultaneous executions would not be noticed.
          case KEYED -> effect(12, 350);
          case CANCELED_EFFECT -> effect(10, 300);
          case FLOW -> steps(0, 0);
          case FAILING_FLOW -> steps(1 + random.nextInt(4), 1 + random.nextInt(6));
          case WAITING_FLOW, SIGNALLED_FLOW, CANCELED_FLOW -> steps(0, 0);
          case COMMAND -> command();
          case BULK -> bulk();
        };
    job.put("name", label);
    finish(kind, job);
    return job;
  }

  private void finish(JobKind kind, ObjectNode job) {
    switch (kind) {
      case DELAYED ->
          job.put("not-before", Instant.now().plusMillis(500 + random.nextInt(3000)).toString());
      case KEYED -> job.put("unique-key", "key-" + random.nextInt(KEYS));
      case REPEATED -> {
        job.put("unique-key", job.get("name").asText());
        job.put("not-before", Instant.now().plus(REPEATED_LATER).toString());
      }
      case WAITING_FLOW -> payload(job).put("sleeps", true);
      case SIGNALLED_FLOW -> payload(job).put("awaits", true);
      case CANCELED_FLOW -> payload(job).put("millis", 500);
      case EFFECT, LONG_EFFECT -> {
        payload(job).put("handsOver", random.nextBoolean());
        retry(job);
      }
      case FLOW, FAILING_FLOW, COMMAND, CANCELED_EFFECT, LIST, BULK -> {}
    }
  }

  /** Makes some jobs fail once or twice, with the attempts that they need. */
  private void retry(ObjectNode job) {
    int failures = Math.max(0, random.nextInt(8) - 5);
    if (failures > 0) {
      payload(job).put("failures", failures);
      job.put("max-attempts", failures + 1);
      job.putObject("backoff").put("initial", "PT0.2S").put("max", "PT1S");
    }
  }

  private static ObjectNode payload(ObjectNode job) {
    return job.withObject("/payload");
  }

  private static ObjectNode effect(int steps, int millis) {
    ObjectNode job = ApiSession.JSON.createObjectNode().put("action", EffectPlugin.EFFECT);
    payload(job).put("steps", steps).put("millis", millis);
    return job;
  }

  private ObjectNode steps(int failStage, int failures) {
    ObjectNode job = ApiSession.JSON.createObjectNode().put("action", StepsPlugin.STEPS);
    payload(job)
        .put("millis", 20 + random.nextInt(200))
        .put("failStage", failStage)
        .put("failures", failures);
    return job;
  }

  private static ObjectNode command() {
    ObjectNode job = ApiSession.JSON.createObjectNode().put("action", "run_command");
    ArrayNode words = payload(job).putArray("command");
    List.of("sh", "-c", "sleep 0.1; echo token=$BATON_FENCING_TOKEN").forEach(words::add);
    return job;
  }

  private static ObjectNode bulk() {
    ObjectNode job = ApiSession.JSON.createObjectNode().put("action", "bulk_post");
    ObjectNode payload = payload(job).put("action", EffectPlugin.EFFECT);
    ArrayNode elements = payload.putArray("elements");
    for (int i = 0; i < LIST; i++) {
      elements.addObject().putObject("payload").put("steps", 1).put("millis", 10);
    }
    return job;
  }
}
