// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the demo's jobs, read from their documents, their history, and the lines that
 * effects left in a file. Not thread-safe.
 */
final class DemoVerdict {

  private final List<JsonNode> jobs;
  private final Map<String, JsonNode> histories = new HashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();

  /**
   * @param jobs documents of all that were posted
   */
  DemoVerdict(List<JsonNode> jobs) {
    this.jobs = List.copyOf(jobs);
  }

  /** Asks for what happened to each job. */
  void readHistories(Api api) throws InterruptedException {
    for (JsonNode job : jobs) {
      String id = job.path("id").asText();
      histories.put(id, api.get(id + "/history").path("events"));
    }
  }

  /** Counts the effects by job. */
  void readEffects(Path file) throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        effects.merge(line.split(" ")[1], 1, Integer::sum);
      }
    }
  }

  long inState(String state) {
    return jobs.stream().filter(job -> state.equals(job.path("state").asText())).count();
  }

  /** Jobs whose executor was lost and that another one resumed. */
  List<String> takenOver() {
    return jobs.stream().map(job -> job.path("id").asText()).filter(this::wasTakenOver).toList();
  }

  /** When the jobs whose executor was lost were taken over, by id. */
  Map<String, Instant> takeOvers() {
    Map<String, Instant> times = new HashMap<>();
    for (String id : takenOver()) {
      for (JsonNode event : events(id)) {
        if (event.path("kind").asText().equals("resumed")) {
          times.put(id, Instant.parse(event.path("at").asText()));
        }
      }
    }
    return times;
  }

  long retried() {
    return jobs.stream()
        .filter(job -> job.path("failures").asInt() > 0)
        .filter(job -> job.path("state").asText().equals("SUCCESS"))
        .count();
  }

  /**
   * Jobs that were posted and then not brought to an end: missing, not final, or without the effect
   * that they were to have.
   *
   * @param posted the ids that the server answered
   */
  List<String> lost(Set<String> posted) {
    List<String> lost = new ArrayList<>(posted);
    lost.removeAll(jobs.stream().filter(this::isDone).map(job -> job.path("id").asText()).toList());
    return lost;
  }

  /** Jobs that two runners had at one time, that ended twice, or whose effect is there twice. */
  List<String> doubled() {
    return jobs.stream()
        .map(job -> job.path("id").asText())
        .filter(id -> effects.getOrDefault(id, 0) > 1 || endedTwice(id) || hadTwoRunnersAtOnce(id))
        .toList();
  }

  /** From the first post to the last end. */
  Duration span() {
    Instant first = null;
    Instant last = null;
    for (JsonNode job : jobs) {
      Instant created = Instant.parse(job.path("created").asText());
      Instant ended = Instant.parse(job.path("ended").asText(job.path("created").asText()));
      first = first == null || created.isBefore(first) ? created : first;
      last = last == null || ended.isAfter(last) ? ended : last;
    }
    return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
  }

  /** The longest time between the loss of a runner and the next one's start, over all jobs. */
  Duration longestTakeOver(Instant killed) {
    Duration longest = Duration.ZERO;
    for (Instant time : takeOvers().values()) {
      Duration took = Duration.between(killed, time);
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
    return longest;
  }

  private boolean isDone(JsonNode job) {
    boolean hasEffect =
        !LookCommands.Show.words(job.path("tags")).contains(DemoJobs.EFFECT)
            || effects.containsKey(job.path("id").asText());
    return JobWaiter.isFinal(job) && (hasEffect || !"SUCCESS".equals(job.path("state").asText()));
  }

  private boolean wasTakenOver(String id) {
    String before = null;
    for (JsonNode event : events(id)) {
      String owner = event.path("owner").asText("");
      boolean isResumed = event.path("kind").asText().equals("resumed");
      if (isResumed && before != null && !before.equals(owner)) {
        return true;
      }
      before = owner.isEmpty() ? before : owner;
    }
    return false;
  }

  private boolean endedTwice(String id) {
    int ends = 0;
    for (JsonNode event : events(id)) {
      ends += event.path("kind").asText().equals("ended") ? 1 : 0;
    }
    return ends > 1;
  }

  /** A start while the runner before was neither lost, nor gave the job back, nor ended it. */
  private boolean hadTwoRunnersAtOnce(String id) {
    @Nullable String holder = null;
    for (JsonNode event : events(id)) {
      switch (event.path("kind").asText()) {
        case "started", "resumed" -> {
          if (holder != null) {
            return true;
          }
          holder = event.path("owner").asText("");
        }
        case "lost", "abandoned", "retried", "ended", "parked" -> holder = null;
        default -> {}
      }
    }
    return false;
  }

  private JsonNode events(String id) {
    return histories.getOrDefault(id, Api.JSON.createArrayNode());
  }
}
