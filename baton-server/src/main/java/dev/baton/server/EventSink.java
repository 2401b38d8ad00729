// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes server-sent events to one client. Only one thread may send events; any thread may call
 * {@link #end}.
 */
public final class EventSink {

  private final OutputStream out;
  // Written by the thread that stops the server, read by the thread of the stream.
  private volatile boolean ended;

  EventSink(OutputStream out) {
    this.out = out;
  }

  /** Ends the stream: the next write fails. */
  void end() {
    ended = true;
  }

  /**
   * Sends an event with an id. After a lost connection, the client sends the last id, and the
   * stream continues after that event.
   */
  public void send(String event, long id, JsonNode data) throws IOException {
    write("event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n");
  }

  /** Sends an event without an id. */
  public void send(String event, JsonNode data) throws IOException {
    write("event: " + event + "\ndata: " + data + "\n\n");
  }

  /**
   * Sends the heartbeat of the stream: an empty comment. The write fails if the client has
   * disconnected.
   */
  public void heartbeat() throws IOException {
    write(":\n\n");
  }

  private void write(String text) throws IOException {
    if (ended) {
      throw new EOFException("the server is stopping");
    }
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
