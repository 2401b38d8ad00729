// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.error.InvalidInputException;
import dev.baton.flow.FlowNode;
import dev.baton.flowrunner.FlowOutcome;
import dev.baton.flowrunner.FlowRun;
import dev.baton.flowrunner.FlowRunner;
import dev.baton.job.JobId;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.FlowState;
import dev.baton.logbook.LogbookStore;
import dev.baton.memory.InMemoryLogbookStore;
import dev.baton.plugin.ActionParameters;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the action with real web server processes. */
@Timeout(120)
final class HttpWebServerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LogbookStore store = new InMemoryLogbookStore();
  private final JobId job = JobId.named("web");
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path folder = Path.of("");
  private int port;
  private long token;

  private final AtomicBoolean cutOff = new AtomicBoolean();

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(folder.resolve("page.txt"), "a page");
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void nothingIsLeft() {
    client.shutdownNow();
    await("servers are gone").atMost(LONG).until(() -> servers().isEmpty());
  }

  @Test
  void server_whenKilled_isStartedAgain() throws Exception {
    Background background = new Background();
    assertThat(page()).isEqualTo("a page");

    ProcessHandle first = servers().getFirst();
    first.destroyForcibly();
    first.onExit().join();
    assertThat(page()).isEqualTo("a page");

    assertThat(servers()).singleElement().isNotEqualTo(first);
    assertThat(state("serve")).isEqualTo(AtomState.RUNNING);
    background.interrupt();
  }

  @Test
  void run_whenAskedToStop_handsOverAndContinuesInTheNextExecutor() throws Exception {
    Background first = new Background();
    page();
    first.run.suspend();
    assertThat(first.outcome()).isInstanceOf(FlowOutcome.Suspended.class);
    assertThat(servers()).isEmpty();

    Background second = new Background();
    assertThat(page()).isEqualTo("a page");
    assertThat(store.transitions(job, 0, 1000))
        .filteredOn(step -> step.name().equals("name_server") && step.to().equals("SUCCESS"))
        .hasSize(1);
    second.interrupt();
  }

  @Test
  void revert_endsTheServer() throws Exception {
    Background background = new Background();
    page();
    background.run.revert();

    assertThat(background.outcome()).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(servers()).isEmpty();
    assertThat(store.find(job).orElseThrow().flow().state()).isEqualTo(FlowState.REVERTED);
    assertThat(state("serve")).isEqualTo(AtomState.REVERTED);
  }

  @Test
  void revert_endsAServerThatWasLeftBehind() throws Exception {
    WebServerProcess left = WebServerProcess.start("left-behind", options(null), folder);
    page();
    WebServerProcess.killAll("left-behind");
    assertThat(left.endsWithin(LONG)).isTrue();
  }

  @Test
  void server_whenItsLineEnds_ends() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WebServerHolder.class.getName(),
                String.valueOf(port),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(page()).isEqualTo("a page");
    List<ProcessHandle> orphans = holder.descendants().toList();
    assertThat(orphans).hasSize(1);
    holder.destroyForcibly();

    orphans.getFirst().onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
    new ServerSocket(port).close();
  }

  @Test
  void run_whenThePortIsTaken_triesAgainUntilItIsFree() throws Exception {
    Background background;
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      background = new Background();
      await()
          .atMost(LONG)
          .until(() ->
              store.transitions(job, 0, 1000).stream()
                  .anyMatch(step -> step.name().equals("serve") && step.to().equals("FAILURE")));
    }
    assertThat(page()).isEqualTo("a page");
    background.interrupt();
  }

  @Test
  void run_withoutTheDirectory_failsAtOnce() throws Exception {
    FlowOutcome outcome = open(options(folder.resolve("gone"))).run();

    assertThat(outcome).isInstanceOf(FlowOutcome.Reverted.class);
    assertThat(((FlowOutcome.Reverted) outcome).failures())
        .singleElement()
        .asString()
        .contains("gone' is no directory on this executor");
    assertThat(store.find(job).orElseThrow().atoms().get("serve").starts()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"port\": 0}",
        "{\"port\": 65536}",
        "{\"port\": \"x\"}",
        "{\"port\": 80, \"bind\": \" \"}"
      })
  void parameters_thatCannotBe_areRefused(String payload) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ActionParameters.of(HttpWebServer.Options.class).parse(payload));
  }

  private HttpWebServer.Options options(Path dir) {
    return new HttpWebServer.Options(port, dir == null ? folder : dir, "127.0.0.1");
  }

  private FlowRun open(HttpWebServer.Options options) {
    FlowNode flow = HttpWebServer.flow(options);
    return new FlowRunner(store, Clock.system())
        .flow(flow)
        .forJob(job, ++token)
        .interruptedWhen(cutOff::get)
        .open();
  }

  private AtomState state(String atom) {
    return store.find(job).orElseThrow().atoms().get(atom).state();
  }

  private static List<ProcessHandle> servers() {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(ServeFiles.class.getName()))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** Returns the page as soon as the server serves it. */
  private String page() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/page.txt")).build();
    return await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> client.send(request, HttpResponse.BodyHandlers.ofString()).body(), x -> true);
  }

  /**
   * Runs the flow on another thread, and runs it again while the flow only waits between attempts.
   */
  private final class Background {
    final FlowRun run = open(options(null));
    private final CompletableFuture<FlowOutcome> outcome = new CompletableFuture<>();
    private final Thread thread = Threads.virtual("test", this::run);

    Background() {
      thread.start();
    }

    private void run() {
      try {
        FlowOutcome reached = run.run();
        while (reached instanceof FlowOutcome.Waiting) {
          reached = run.run();
        }
        outcome.complete(reached);
      } catch (InterruptedException | RuntimeException e) {
        outcome.completeExceptionally(e);
      }
    }

    FlowOutcome outcome() throws InterruptedException, ExecutionException, TimeoutException {
      return outcome.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    void interrupt() {
      cutOff.set(true);
      thread.interrupt();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(this::outcome)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }
}
