// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Writes server-sent events to one client. Only one thread may send events; any thread may call
 * {@link #end}.
 */
public final class EventSink {

  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

  private final OutputStream out;
  private final BooleanSupplier isStillAllowed;
  private final Clock clock;
  // Written by the thread that stops the server, read by the thread of the stream.
  private volatile boolean ended;
  // Used by the thread of the stream only.
  private Deadline checkAt;

  /**
   * @param isStillAllowed whether the client would still be let in with the rights that it had when
   *     it opened the stream
   */
  EventSink(OutputStream out, BooleanSupplier isStillAllowed, Clock clock) {
    this.out = out;
    this.isStillAllowed = isStillAllowed;
    this.clock = clock;
    this.checkAt = Deadline.after(clock.nanos(), CHECK_EVERY);
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
    if (checkAt.isPast(clock)) {
      if (!isStillAllowed.getAsBoolean()) {
        throw new EOFException("the session of the client has ended, or its rights have changed");
      }
      checkAt = Deadline.after(clock.nanos(), CHECK_EVERY);
    }
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
