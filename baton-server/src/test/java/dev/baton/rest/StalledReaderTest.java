// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests clients that open a stream and do not read it. */
final class StalledReaderTest {

  private static final int JOBS = 60_000;
  private static final int BATCH = 4_000;
  private static final Duration STALL = Duration.ofSeconds(1);

  private final TestApi api =
      new TestApi(
          ServerOptions.at("127.0.0.1", 0)
              .withLimits(ServerLimits.DEFAULT.withStreams(2, 2, STALL)));
  private final TestClient admin = api.admin();

  @AfterEach
  void stop() {
    api.close();
  }

  /** A client that reads only the head of the response. */
  private Socket stalled() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server.port()));
    socket.setSoTimeout(30_000);
    String request =
        "GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: "
            + admin.sent("Cookie")
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] head = socket.getInputStream().readNBytes(15);
    assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  private void post(int count) {
    StringBuilder jobs = new StringBuilder("[{\"action\":\"noop\"}");
    jobs.repeat(",{\"action\":\"noop\"}", count - 1);
    admin.post("/api/job", jobs.append("]").toString()).expect(201);
  }

  @Test
  void stream_ofAStalledReader_isClosedAndOthersGetEverything() throws Exception {
    try (Socket stalled = stalled();
        EventStreamReader other = new EventStreamReader(admin.stream("/api/events"))) {
      for (int posted = 0; posted < JOBS; posted += BATCH) {
        post(BATCH);
        for (int i = 0; i < BATCH; i++) {
          assertThat(other.next()).isNotNull();
        }
      }
      // The client receives the buffered events, and then the end of the stream instead of the
      // other events.
      readToEnd(stalled);
      // The place of the ended stream is free again.
      try (EventStreamReader third = new EventStreamReader(admin.stream("/api/events"))) {
        assertThat(third.status()).isEqualTo(200);
      }
    }
  }

  private static void readToEnd(Socket socket) {
    long events = 0;
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.US_ASCII);
        events += text.lines().filter(line -> line.startsWith("event: ")).count();
        assertThat(events).as("events that it was still given").isLessThan(JOBS);
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection was left open", e);
    } catch (IOException e) {
      // A reset also ends the stream.
    }
  }

  @Test
  void stop_whileAReaderStalls_isNotHeldUp() throws Exception {
    try (Socket stalled = stalled()) {
      for (int posted = 0; posted < JOBS; posted += BATCH) {
        post(BATCH);
      }
      assertThat(stalled.isConnected()).isTrue();
      assertTimeout(Duration.ofSeconds(4), api.server::stop);
    }
  }

  @Test
  void subscription_thatIsNotRead_endsAndReleasesItsEvents() throws InterruptedException {
    List<EventSubscription> closed = new ArrayList<>();
    EventSubscription eventSubscription = new EventSubscription(event -> true, closed::add);
    JobEvent event =
        new JobEvent(
            1,
            JobId.named("one"),
            Instant.EPOCH,
            JobEvent.Kind.POSTED,
            JobState.QUEUED,
            0,
            null,
            null);
    for (int i = 0; i < EventSubscription.CAPACITY; i++) {
      eventSubscription.offer(event);
    }
    assertThat(eventSubscription.isEnded()).isFalse();
    eventSubscription.offer(event);
    assertThat(eventSubscription.isEnded()).isTrue();
    assertThat(eventSubscription.waiting()).isLessThanOrEqualTo(1);
    assertThat(eventSubscription.take(Duration.ofMinutes(1))).isEmpty();
    eventSubscription.close();
    assertThat(closed).containsExactly(eventSubscription);
  }
}
