// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.Terminal;
import dev.baton.service.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Tests that a command names the server before it changes something there, even if the command does
 * not declare that it changes something.
 */
final class ServerNamedTest {

  /** The requests of a command. */
  private interface Body {
    void run(ApiClient apiClient) throws Exception;
  }

  /** A command that does not declare that it changes something. */
  @Command(name = "undeclared")
  private static final class Undeclared extends ClientCommand {
    private final Body body;

    Undeclared(CommandContext commandContext, Body body) {
      super(commandContext);
      this.body = body;
    }

    @Override
    int run(ApiClient apiClient) throws Exception {
      body.run(apiClient);
      return ExitCode.OK;
    }
  }

  private static final ObjectNode BODY = ApiClient.JSON.createObjectNode();

  private static final Map<String, Body> CHANGES =
      Map.of(
          "post", apiClient -> apiClient.post("job", BODY),
          "post with a query", apiClient -> apiClient.post("job", Map.of("a", "b"), BODY),
          "put", apiClient -> apiClient.put("job/1", BODY),
          "patch", apiClient -> apiClient.patch("job/cancel", BODY),
          "delete", apiClient -> apiClient.delete("job/1"),
          "events of a post", apiClient -> apiClient.eventsOf("board/restore").close());

  private static final Map<String, Body> LOOKS =
      Map.of(
          "get", apiClient -> apiClient.get("job/1"),
          "text", apiClient -> apiClient.text("job/1/graph", Map.of()),
          "search", apiClient -> apiClient.search("job", Map.of()),
          "ask", apiClient -> apiClient.postQuery("action/a/dry-run", Map.of(), BODY),
          "ask for text", apiClient -> apiClient.postQueryForText("action/a/graph", Map.of(), BODY),
          "dry run", apiClient -> apiClient.dryRun("job/cancel", BODY),
          "events", apiClient -> apiClient.events("events", Map.of()).close());

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String endpoint = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/", this::answer);
    server.start();
    endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod());
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String errorsOf(Body body) {
    StringWriter errors = new StringWriter();
    CommandContext commandContext =
        new CommandContext(
            new PrintWriter(new StringWriter()),
            new PrintWriter(errors),
            new ByteArrayInputStream(new byte[0]),
            Map.of("HOME", "/nonexistent", "BATON_ENDPOINT", endpoint),
            Clock.system(),
            ZoneOffset.UTC,
            Terminal.NONE);
    int before = requests.size();
    assertThat(new CommandLine(new Undeclared(commandContext, body)).execute()).isZero();
    assertThat(requests).hasSizeGreaterThan(before);
    return errors.toString();
  }

  @TestFactory
  Stream<DynamicTest> changes_nameTheServerOnce() {
    return CHANGES.entrySet().stream()
        .map(change ->
            DynamicTest.dynamicTest(
                change.getKey(),
                () ->
                    assertThat(
                            errorsOf(apiClient -> {
                              change.getValue().run(apiClient);
                              change.getValue().run(apiClient);
                            }))
                        .startsWith("Server: " + endpoint + " (")
                        .hasLineCount(1)));
  }

  @TestFactory
  Stream<DynamicTest> polls_printNothing() {
    return LOOKS.entrySet().stream()
        .map(look ->
            DynamicTest.dynamicTest(
                look.getKey(), () -> assertThat(errorsOf(look.getValue())).isEmpty()));
  }
}
