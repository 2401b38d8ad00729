// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.UnavailableException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Reads one stream of server-sent events. */
final class ServerSentEvents {

  /** Is given each event. */
  @FunctionalInterface
  interface Reader {
    /** Answers false to read no further. */
    boolean read(String event, JsonNode data) throws InterruptedException;
  }

  private ServerSentEvents() {}

  /**
   * Reads until the reader has enough or the stream ends.
   *
   * @return true when the reader had enough
   * @throws UnavailableException if the connection broke
   */
  static boolean read(Api api, String path, Map<String, String> query, Reader reader)
      throws InterruptedException {
    try (Stream<String> lines = api.events(path, query)) {
      return read(api, lines.iterator(), reader);
    } catch (UncheckedIOException e) {
      throw new UnavailableException("the stream from the server broke", e);
    }
  }

  static boolean read(Api api, Iterator<String> lines, Reader reader) throws InterruptedException {
    String event = "message";
    StringBuilder data = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.isEmpty()) {
        if (!data.isEmpty() && !reader.read(event, api.document(data.toString()))) {
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
