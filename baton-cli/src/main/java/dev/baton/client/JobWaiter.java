// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PollDelay;
import dev.baton.console.ProgressLine;
import dev.baton.console.TimeText;
import dev.baton.error.BatonException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobState;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until jobs are final, even if the server restarts during the wait. */
public final class JobWaiter {

  private static final Logger LOG = LoggerFactory.getLogger(JobWaiter.class);

  /** The largest number of job ids in the filter of one search. */
  private static final int BATCH = 200;

  /**
   * How long a waiting command waits for the start of a job before it prints why the job does not
   * start.
   */
  private static final Duration EXPLAINED_AFTER = Duration.ofSeconds(3);

  private final ApiClient apiClient;
  private final CommandContext commandContext;
  private final ProgressLine progressLine;
  private final boolean quiet;

  public JobWaiter(ApiClient apiClient, CommandContext commandContext, boolean quiet) {
    this.apiClient = apiClient;
    this.commandContext = commandContext;
    this.quiet = quiet;
    this.progressLine = new ProgressLine(commandContext, quiet);
  }

  /**
   * Waits until all jobs are final or the time limit has passed.
   *
   * @param atMost the time limit; null is no limit
   * @return the last document of each job, in the order of the ids; if the time limit passed, some
   *     of the jobs may not be final
   */
  public List<JsonNode> await(List<String> ids, @Nullable Duration atMost)
      throws InterruptedException {
    Map<String, JsonNode> jobs = new LinkedHashMap<>();
    ids.forEach(id -> jobs.put(id, ApiClient.JSON.createObjectNode().put("id", id)));
    Deadline end = atMost == null ? null : Deadline.after(commandContext.clock().nanos(), atMost);
    Deadline patience = Deadline.after(commandContext.clock().nanos(), EXPLAINED_AFTER);
    boolean isExplained = quiet;
    PollDelay pollDelay = new PollDelay(Duration.ofMillis(40), Duration.ofSeconds(1));
    long done = poll(jobs);
    while (done < jobs.size() && (end == null || !end.isPast(commandContext.clock()))) {
      if (!isExplained && patience.isPast(commandContext.clock())) {
        explain(jobs.values());
        isExplained = true;
      }
      progressLine.show(jobs.values(), done);
      pollDelay.await();
      done = poll(jobs);
    }
    progressLine.clear();
    return List.copyOf(jobs.values());
  }

  /**
   * Returns the exit code of a command that waited for the jobs: 1 if a job failed, otherwise 7 if
   * a job was canceled, otherwise 8 if a job is not final, otherwise 0. The order of the jobs does
   * not matter.
   */
  public static int exitCode(List<JsonNode> jobs) {
    Set<Integer> codes = jobs.stream().map(JobWaiter::exitCode).collect(Collectors.toSet());
    return Stream.of(ExitCode.FAILED, ExitCode.CANCELED, ExitCode.WAITED_LONG_ENOUGH)
        .filter(codes::contains)
        .findFirst()
        .orElse(ExitCode.OK);
  }

  private static int exitCode(JsonNode job) {
    return job.has("state")
        ? ExitCode.of(JobState.parse(job.path("state").asText()))
        : ExitCode.WAITED_LONG_ENOUGH;
  }

  public static boolean isFinal(JsonNode job) {
    return job.has("state") && JobState.parse(job.path("state").asText()).isFinal();
  }

  /** Prints once why the first waiting job has not started. */
  private void explain(Collection<JsonNode> jobs) throws InterruptedException {
    JsonNode waiting =
        jobs.stream()
            .filter(job -> job.path("state").asText().equals(JobState.QUEUED.name()))
            .findFirst()
            .orElse(null);
    if (waiting == null) {
      return;
    }
    String id = waiting.path("id").asText();
    try {
      String decision = apiClient.get(id + "/why").path("summary").asText();
      if (!decision.isEmpty()) {
        progressLine.note(
            id + " is QUEUED: " + new TimeText(commandContext, false).inZone(decision));
      }
    } catch (BatonException e) {
      // The explanation is optional; a server that is not Baton's has none.
      LOG.debug("the reason why a job waits cannot be read: job={}", id, e);
    }
  }

  /** Reads the jobs that are not final yet. Returns how many are final. */
  private long poll(Map<String, JsonNode> jobs) throws InterruptedException {
    List<String> open =
        jobs.values().stream()
            .filter(job -> !isFinal(job))
            .map(job -> job.path("id").asText())
            .toList();
    try {
      if (open.size() == 1) {
        jobs.put(open.getFirst(), apiClient.get(open.getFirst()));
      } else {
        for (int from = 0; from < open.size(); from += BATCH) {
          pollMany(jobs, open.subList(from, Math.min(open.size(), from + BATCH)));
        }
      }
    } catch (UnavailableException e) {
      // The server may be restarting. The wait continues when the server answers again.
      progressLine.note(e.getMessage() + "; trying again");
    }
    return jobs.values().stream().filter(JobWaiter::isFinal).count();
  }

  private void pollMany(Map<String, JsonNode> jobs, List<String> ids) throws InterruptedException {
    List<String> quoted = new ArrayList<>();
    ids.forEach(id -> quoted.add("'" + id + "'"));
    JsonNode page =
        apiClient.search(
            "job",
            Map.of(
                "filter",
                "id=[" + String.join(",", quoted) + "]",
                "last",
                String.valueOf(ids.size())));
    page.path("resources").forEach(job -> jobs.put(job.path("id").asText(), job));
    if (page.path("count").asInt() < ids.size()) {
      throw new NotFoundException(
          (ids.size() - page.path("count").asInt())
              + " of the jobs no longer exist: they were deleted");
    }
  }
}
