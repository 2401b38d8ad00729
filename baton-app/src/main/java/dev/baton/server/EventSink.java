// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One client's open stream of server-sent events. Used by one thread. */
public final class EventSink {

  private final OutputStream out;
  // Written by whoever stops the server, read by the stream's thread.
  private volatile boolean ended;

  EventSink(OutputStream out) {
    this.out = out;
  }

  /** Makes the next write fail, so that the stream ends. */
  void end() {
    ended = true;
  }

  /** Sends an event that a client may resume after. */
  public void send(String event, long id, JsonNode data) throws IOException {
    write("event: " + event + "\nid: " + id + "\ndata: " + data + "\n\n");
  }

  /** Sends an event without an id. */
  public void send(String event, JsonNode data) throws IOException {
    write("event: " + event + "\ndata: " + data + "\n\n");
  }

  /** Sends nothing, to see whether the client is still there. */
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
