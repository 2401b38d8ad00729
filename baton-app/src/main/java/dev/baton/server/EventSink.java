// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One client's open stream of server-sent events. Used by one thread. */
public final class EventSink {

  private final OutputStream out;

  EventSink(OutputStream out) {
    this.out = out;
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
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
