// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests promise 3 with a flow that runs a web server: after the server's process or its executor is
 * killed, the page is served again.
 */
final class WebServerFlowTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** The time after the end of the lease within which another executor must have the job. */
  private static final Duration PROMISED = Duration.ofSeconds(2);

  /**
   * The additional time until the page is served. An otherwise idle machine needs less than two
   * seconds.
   */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Clock clock = Clock.system();
  private final int port = freePort();

  @TempDir Path folder;

  @AfterEach
  void closeClient() {
    client.shutdownNow();
  }

  @Test
  void page_whenServerAndThenExecutorAreKilled_isServedAgain(TestReporter reporter)
      throws IOException {
    try (TestInstallation baton = new TestInstallation(folder)) {
      BatonProcess first = baton.startRemoteExecutor("first");
      String job = postWebServer(baton);
      awaitPage();

      ProcessHandle server = webServerOf(first);
      server.destroyForcibly();
      server.onExit().join();
      awaitPage();
      assertThat(webServerOf(first)).isNotEqualTo(server);

      BatonProcess second = baton.startRemoteExecutor("second");
      Instant killedAt = clock.now();
      long killed = clock.nanos();
      first.killHard();
      awaitNoPage();
      awaitPage();
      Duration away = Duration.ofNanos(clock.nanos() - killed);
      reporter.publishEntry("taken over after", away.toMillis() + " ms");
      assertThat(away).isLessThan(TestInstallation.LEASE.plus(SLACK));
      Duration resumed = Duration.between(killedAt, lastOf(baton, job, "resumed"));
      reporter.publishEntry("resumed after", resumed.toMillis() + " ms");
      assertThat(resumed).isLessThan(TestInstallation.LEASE.plus(PROMISED));

      assertStory(baton, job, server.pid());
      cancel(baton, job, second);
    }
  }

  /** The time of the last event of this kind that the server stored. */
  private static Instant lastOf(TestInstallation baton, String job, String kind) {
    Instant last = Instant.MIN;
    for (JsonNode event : baton.api().get(job + "/history").get("events")) {
      if (event.get("kind").asText().equals(kind)) {
        last = Instant.parse(event.get("at").asText());
      }
    }
    return last;
  }

  /**
   * Checks what the history shows afterwards: which executor ran the job when, and why the web
   * server was started again.
   */
  private void assertStory(TestInstallation baton, String id, long firstServer) {
    JsonNode job = baton.api().get(id);
    assertThat(job.get("state").asText()).isEqualTo("RUNNING");
    assertThat(job.get("owner").asText()).isEqualTo("second");
    assertThat(baton.api().history(id)).contains("posted", "started", "lost", "resumed");
    String story = baton.command("job", "history", id);
    assertThat(story).containsPattern("started .*first").containsPattern("resumed .*second");
    assertThat(baton.command("job", "logs", id))
        .contains("serve failed")
        .contains("process " + firstServer)
        .contains("code 137")
        .contains("tries again");
    assertThat(baton.command("job", "get", id)).contains("second").contains("RUNNING");
  }

  private void cancel(TestInstallation baton, String job, BatonProcess executor)
      throws IOException {
    ProcessHandle server = webServerOf(executor);
    assertThat(baton.api().send("POST", job + "/cancel", "").statusCode()).isEqualTo(200);
    await("end of the server").atMost(TIMEOUT).until(() -> !server.isAlive());
    new ServerSocket(port).close();
    assertThat(executor.isAlive()).isTrue();
    await("end of the job")
        .atMost(TIMEOUT)
        .until(() -> baton.api().get(job).get("state").asText(), "CANCELED"::equals);
  }

  private String postWebServer(TestInstallation baton) throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("index.html"), "It is up.");
    ObjectNode job = TestApiClient.JSON.createObjectNode().put("action", "simple_http_webserver");
    job.putObject("payload").put("port", port).put("dir", site.toString());
    return baton.api().post(List.of(job)).getFirst();
  }

  private static ProcessHandle webServerOf(BatonProcess executor) {
    List<ProcessHandle> children = executor.children();
    assertThat(children).hasSize(1);
    return children.getFirst();
  }

  private void awaitPage() {
    await("page at port " + port).atMost(TIMEOUT).until(this::page, "It is up."::equals);
  }

  private void awaitNoPage() {
    await("no page at port " + port).atMost(TIMEOUT).until(this::page, ""::equals);
  }

  /** The page; empty if no process serves it. */
  private String page() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
