// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.actions.processengine.ProcessExit;
import dev.baton.error.InputBounds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs {@code baton up} or {@code baton server} in a separate process and calls its API. */
final class BatonUpProcess implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final String PASSWORD = "correct-horse-battery";
  private static final String UP = "Baton is up: ";

  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final Process process;
  private final URI api;

  private BatonUpProcess(Process process, URI api) {
    this.process = process;
    this.api = api;
  }

  /** Starts {@code baton up} with its data below the folder, and logs in. */
  static BatonUpProcess start(Path folder, List<String> flags) throws IOException {
    return start("up", folder, List.of(), flags);
  }

  /** Starts {@code baton up} with a heap of at most this size, in the form of {@code -Xmx}. */
  static BatonUpProcess start(Path folder, String heap, List<String> flags) throws IOException {
    return start("up", folder, List.of("-Xmx" + heap), flags);
  }

  /** Starts {@code baton server} with its data below the folder, and logs in. */
  static BatonUpProcess startServer(Path folder, List<String> flags) throws IOException {
    return start("server", folder, List.of(), flags);
  }

  private static BatonUpProcess start(
      String subcommand, Path folder, List<String> javaOptions, List<String> flags)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java("java"));
    command.addAll(javaOptions);
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.baton.cli.Main", subcommand, "--port", "0"));
    command.addAll(flags);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BATON_DATA", folder.resolve("data").toString());
    builder.environment().put("BATON_ADMIN_PASSWORD", PASSWORD);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.redirectError(folder.resolve("baton.err").toFile());
    Process process = builder.start();
    // An interrupted measurement must not leave the process running.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith(UP)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("baton ended: " + Files.readString(folder.resolve("baton.err")));
    }
    URI api = URI.create(line.substring(UP.length()).strip() + "/api/");
    BatonUpProcess up = new BatonUpProcess(process, api);
    up.logIn("super");
    return up;
  }

  private void logIn(String user) {
    send(
        "POST",
        "session",
        "{\"template\":{\"href\":\"session-template/password\",\"username\":\""
            + user
            + "\",\"password\":\""
            + PASSWORD
            + "\"}}");
  }

  /** Adds an administrator, and returns the same process as this user calls it. */
  BatonUpProcess asNewAdministrator(String name) {
    return asNewUser(name, true);
  }

  /** Adds a user, and returns the same process as this user calls it. */
  BatonUpProcess asNewUser(String name) {
    return asNewUser(name, false);
  }

  private BatonUpProcess asNewUser(String name, boolean admin) {
    send(
        "POST",
        "user",
        JSON.createObjectNode()
            .put("name", name)
            .put("password", PASSWORD)
            .put("admin", admin)
            .toString());
    BatonUpProcess other = new BatonUpProcess(process, api);
    other.logIn(name);
    return other;
  }

  /** The address of the server, without the path of its API. */
  URI endpoint() {
    return api.resolve("/");
  }

  /** Sends a request and returns the response body. */
  JsonNode send(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  /** Reads figures as the dashboard does: the server may give an answer of the last seconds. */
  JsonNode figures(String path) {
    return send(
        HttpRequest.newBuilder(api.resolve(path)).header("Cache-Control", "max-age=3").build());
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(request.uri() + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a stream of events. */
  InputStream stream(String path) throws IOException {
    try {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(api.resolve(path)).build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new IOException(path + ": status " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The number of jobs that match a filter. */
  int count(String filter) {
    String encoded = java.net.URLEncoder.encode(filter, StandardCharsets.UTF_8);
    return send("GET", "job?last=0&filter=" + encoded, "").path("count").asInt();
  }

  /** The number of operating-system threads of the process. */
  long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.count();
    }
  }

  /** The bytes on the process's heap after a garbage collection. */
  long heap() throws IOException {
    Process jcmd =
        new ProcessBuilder(java("jcmd"), String.valueOf(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader reader = jcmd.inputReader()) {
      return reader
          .lines()
          .filter(line -> line.startsWith("Total"))
          .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
          .findFirst()
          .orElseThrow(() -> new IOException("jcmd printed no heap size"));
    }
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    ProcessExit.of(process).surelyWithin(InputBounds.LONGEST_DURATION);
  }
}
