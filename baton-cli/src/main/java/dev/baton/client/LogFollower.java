// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.console.CommandContext;
import dev.baton.console.PollDelay;
import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prints the lines of a job's log as they arrive. If the server restarts, continues after the last
 * line.
 */
public final class LogFollower {

  private final ApiClient apiClient;
  private final CommandContext commandContext;
  private final Consumer<JsonNode> printer;
  private long last;

  /**
   * @param printer receives each line, as the API returns it
   */
  public LogFollower(
      ApiClient apiClient, CommandContext commandContext, Consumer<JsonNode> printer) {
    this.apiClient = apiClient;
    this.commandContext = commandContext;
    this.printer = printer;
  }

  /** Prints the lines after the line with this number, until the job is final. */
  public void follow(String job, long after) throws InterruptedException {
    last = after;
    PollDelay pollDelay = new PollDelay(Duration.ofMillis(100), Duration.ofSeconds(2));
    while (!ended(job)) {
      pollDelay.await();
    }
  }

  private boolean ended(String job) throws InterruptedException {
    try {
      return ServerSentEvents.read(
          apiClient,
          job + "/logs",
          Map.of("follow", "true", "after", String.valueOf(last)),
          this::read);
    } catch (UnavailableException e) {
      // The server may be restarting. A new stream then continues after the last line that was
      // read.
      return false;
    }
  }

  private boolean read(String event, JsonNode data) {
    if (event.equals("line")) {
      last = Math.max(last, data.path("number").asLong());
      printer.accept(data);
      commandContext.out().flush();
    }
    return !event.equals("end");
  }
}
