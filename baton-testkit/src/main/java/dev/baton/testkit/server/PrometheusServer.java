// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real Prometheus on a free port of the loopback address, for tests. It reads the metrics of one
 * server every second.
 *
 * <p>If Prometheus is not installed, the test is aborted, or fails if the environment variable
 * {@code BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class PrometheusServer extends TestServerProcess {

  /** The name of the job under which Prometheus stores the metrics. */
  public static final String JOB = "baton";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String program;
  private final String tool;

  /**
   * Starts the server.
   *
   * @param target host and port of the server whose path {@code /metrics} is read
   * @param rules the file of the alert rules
   */
  public PrometheusServer(String target, Path rules) {
    super("prometheus", null);
    this.program = installed("prometheus");
    this.tool = installed("promtool");
    try {
      Files.writeString(
          folder.resolve("prometheus.yml"),
          """
          global: {scrape_interval: 1s, evaluation_interval: 1s}
          rule_files: ['%s']
          scrape_configs: [{job_name: %s, static_configs: [{targets: ['%s']}]}]
          """
              .formatted(rules.toAbsolutePath(), JOB, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  private static String installed(String program) {
    return InstalledPrograms.program("Prometheus", List.of(Path.of("/usr/bin")), program);
  }

  /**
   * Runs {@code promtool}, the program that checks files for Prometheus, and returns its output.
   *
   * @throws IllegalStateException with the output of the program, if it finds an error
   */
  public static String check(Path folder, String... arguments) {
    List<String> command = join(List.of(installed("promtool")), List.of(arguments));
    try {
      Process check =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (check.waitFor() != 0) {
        throw new IllegalStateException(command + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Evaluates an expression now, and returns the answer, a JSON document. */
  public String query(String expression) {
    return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** Returns the alert rules with the outcome of their last evaluation, as a JSON document. */
  public String rules() {
    return get("rules");
  }

  private String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port() + "/api/v1/" + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  List<String> command() {
    return List.of(
        program,
        "--config.file=" + folder.resolve("prometheus.yml"),
        "--storage.tsdb.path=" + folder.resolve("data"),
        "--web.listen-address=127.0.0.1:" + port());
  }

  @Override
  List<String> probe() {
    return List.of(tool, "query", "instant", "http://127.0.0.1:" + port(), "1");
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
