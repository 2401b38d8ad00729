// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests commands against a CIMI server that is not Baton's: it has jobs and none of Baton's other
 * collections.
 */
final class CliForeignServerTest {

  @TempDir static Path folder;

  private final List<String> posted = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/api/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/api/".length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (path.equals("cloud-entry-point")) {
      reply(exchange, 200, "{\"collections\":{\"job\":{\"href\":\"job\"}}}");
    } else if (path.equals("job") && exchange.getRequestMethod().equals("POST")) {
      posted.add(body);
      reply(exchange, 201, "{\"status\":201,\"resource-id\":\"job/1\"}");
    } else {
      reply(
          exchange,
          405,
          "{\"status\":405,\"message\":\"invalid method (get) for /api/" + path + "\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Result run(String... arguments) {
    return TestBaton.runIn(
        Map.of(
            "HOME",
            folder.toString(),
            "BATON_ENDPOINT",
            "http://127.0.0.1:" + server.getAddress().getPort()),
        "",
        arguments);
  }

  @Test
  void executorThreads_saysThatTheServerHasNoExecutors() {
    Result result = run("executor", "threads", "e1");
    assertThat(result.code()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(result.err())
        .contains(
            "has no collection 'executor': it is not a Baton server, and only commands about");
  }

  @Test
  void executorList_saysThatTheServerHasNoExecutors() {
    assertThat(run("executor", "list").err()).contains("has no collection 'executor'");
  }

  @Test
  void post_leavesItToTheServerWhichActionsThereAre() {
    Result result = run("post", "only_python", "-p", "size=3");
    assertThat(result.out()).isEqualTo("job/1\n");
    assertThat(posted).singleElement().asString().contains("only_python", "size");
  }

  @Test
  void postHelp_listsWhatIsBuiltIn() {
    assertThat(run("post", "--help").out())
        .contains("Actions of this program (not of a server: the server at", "run_command");
  }
}
