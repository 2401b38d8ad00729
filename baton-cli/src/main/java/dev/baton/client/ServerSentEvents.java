// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.UnavailableException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Reads one stream of server-sent events. */
public final class ServerSentEvents {

  /** Receives each event. */
  @FunctionalInterface
  public interface EventHandler {
    /** Handles one event. Returns false to stop the reading. */
    boolean read(String event, JsonNode data) throws InterruptedException;
  }

  private ServerSentEvents() {}

  /**
   * Reads until the handler stops the reading or the stream ends.
   *
   * @return true if the handler stopped the reading
   * @throws UnavailableException if the connection broke
   */
  public static boolean read(
      ApiClient apiClient, String path, Map<String, String> query, EventHandler eventHandler)
      throws InterruptedException {
    try (Stream<String> lines = apiClient.events(path, query)) {
      return read(apiClient, lines.iterator(), eventHandler);
    } catch (UncheckedIOException e) {
      throw new UnavailableException("the stream from the server broke", e);
    }
  }

  public static boolean read(ApiClient apiClient, Iterator<String> lines, EventHandler eventHandler)
      throws InterruptedException {
    String event = "message";
    StringBuilder data = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isEmpty()) {
        if (!data.isEmpty() && !eventHandler.read(event, apiClient.document(data.toString()))) {
          return true;
        }
        event = "message";
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        event = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring("data:".length()));
      }
    }
    return false;
  }
}
