// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.client.JobWaiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of the demo's jobs, from their documents, their history, and the lines that they
 * wrote to the effects file. Not thread-safe.
 */
final class DemoJobReport {

  private final List<JsonNode> jobs;
  private final Map<String, JsonNode> histories = new HashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();

  /** The executor that was killed; null if none was. */
  private final @Nullable String victim;

  private final Instant killed;

  /**
   * @param jobs the documents of all posted jobs
   * @param victim the executor that was killed; null if none was
   * @param killed when it was killed
   */
  DemoJobReport(List<JsonNode> jobs, @Nullable String victim, Instant killed) {
    this.jobs = List.copyOf(jobs);
    this.victim = victim;
    this.killed = killed;
  }

  /** Reads the history of each job from the server. */
  void readHistories(ApiClient apiClient) throws InterruptedException {
    for (JsonNode job : jobs) {
      String id = job.path("id").asText();
      history(id, apiClient.get(id + "/history").path("events"));
    }
  }

  /** Sets the history of one job. */
  void history(String id, JsonNode events) {
    histories.put(id, events);
  }

  /** Reads the effects file and counts the effects of each job. */
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

  /** Jobs that the killed executor ran and that another executor resumed. */
  List<String> takenOver() {
    return List.copyOf(takeOvers().keySet());
  }

  /** The time at which each job of the killed executor was taken over, by job id. */
  Map<String, Instant> takeOvers() {
    Map<String, Instant> times = new TreeMap<>();
    for (JsonNode job : jobs) {
      String id = job.path("id").asText();
      for (Resumption each : resumptions(id)) {
        if (each.from().equals(victim) && each.at().isAfter(killed)) {
          times.put(id, each.at());
        }
      }
    }
    return times;
  }

  /**
   * Jobs that were taken over from an executor that was alive at that time: an executor that was
   * never killed, or that was killed later.
   */
  List<String> takenOverFromLiveExecutor() {
    Map<String, Instant> takeOvers = takeOvers();
    return jobs.stream()
        .map(job -> job.path("id").asText())
        .filter(id -> resumptions(id).size() > (takeOvers.containsKey(id) ? 1 : 0))
        .toList();
  }

  /** Jobs that exist and are not final. */
  List<String> unfinished() {
    return jobs.stream()
        .filter(job -> !JobWaiter.isFinal(job))
        .map(job -> job.path("id").asText())
        .toList();
  }

  /** Jobs with an unexpected final state: all jobs except some flows must succeed. */
  List<String> failedUnexpectedly() {
    return jobs.stream()
        .filter(JobWaiter::isFinal)
        .filter(job -> !job.path("state").asText().equals("SUCCESS"))
        .filter(job -> !has(job, DemoFlows.FAILING))
        .map(job -> job.path("id").asText())
        .toList();
  }

  long retried() {
    return jobs.stream()
        .filter(job -> job.path("failures").asInt() > 0)
        .filter(job -> job.path("state").asText().equals("SUCCESS"))
        .count();
  }

  /**
   * Jobs that were posted and are missing, and jobs that succeeded without their effect.
   *
   * @param posted the ids that the server returned
   */
  List<String> lost(Set<String> posted) {
    Set<String> lost = new LinkedHashSet<>(posted);
    jobs.forEach(job -> lost.remove(job.path("id").asText()));
    jobs.stream().filter(this::lacksEffect).map(job -> job.path("id").asText()).forEach(lost::add);
    return List.copyOf(lost);
  }

  /**
   * Jobs that two executors ran at the same time, that ended twice, or that had their effect twice.
   */
  List<String> ranTwice() {
    return jobs.stream()
        .map(job -> job.path("id").asText())
        .filter(id -> effects.getOrDefault(id, 0) > 1 || endedTwice(id) || hadTwoRunnersAtOnce(id))
        .toList();
  }

  /** The time from the first post to the last end. */
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

  /** The longest time from the kill until a job of the killed executor was resumed. */
  Duration longestTakeOver() {
    return takeOvers().values().stream()
        .map(time -> Duration.between(killed, time))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private boolean lacksEffect(JsonNode job) {
    return has(job, DemoJobs.EFFECT)
        && "SUCCESS".equals(job.path("state").asText())
        && !effects.containsKey(job.path("id").asText());
  }

  static boolean has(JsonNode job, String tag) {
    return job.path("tags").valueStream().anyMatch(each -> each.asText().equals(tag));
  }

  /**
   * The start of a job by another executor than before, without an abandon by the earlier executor.
   *
   * @param from the name of the earlier executor
   */
  private record Resumption(String from, Instant at) {}

  private List<Resumption> resumptions(String id) {
    List<Resumption> found = new ArrayList<>();
    String before = null;
    for (JsonNode event : events(id)) {
      String owner = event.path("owner").asText("");
      boolean isResumed = event.path("kind").asText().equals("resumed");
      if (isResumed && before != null && !before.equals(owner)) {
        found.add(new Resumption(before, Instant.parse(event.path("at").asText())));
      }
      before = owner.isEmpty() ? before : owner;
    }
    return found;
  }

  private boolean endedTwice(String id) {
    return events(id)
            .valueStream()
            .filter(event -> event.path("kind").asText().equals("ended"))
            .count()
        > 1;
  }

  /**
   * Whether the job was started while an earlier run had not ended. A run ends when the job is
   * lost, abandoned, retried, ended or parked.
   */
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
    return histories.getOrDefault(id, ApiClient.JSON.createArrayNode());
  }
}
