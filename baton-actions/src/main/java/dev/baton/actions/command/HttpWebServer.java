// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.error.InvalidInputException;
import dev.baton.flow.Flow;
import dev.baton.flow.FlowNode;
import dev.baton.flow.Retry;
import dev.baton.flow.RevertContext;
import dev.baton.flow.Symbol;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.service.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Serves a directory by HTTP until somebody ends the job. The web server is a separate process. If
 * it is killed, it is started again. If its executor dies, the web server ends, and the next
 * executor starts another one.
 */
public final class HttpWebServer {
  public static final String NAME = "simple_http_webserver";

  private static final int ATTEMPTS = 10;
  private static final int MAX_PORT = 65_535;
  private static final Backoff PAUSE =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(10));

  /** The interval at which the action checks whether the job must stop. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /**
   * The id of the web server. It distinguishes the web server of this flow from others on the
   * machine.
   */
  private static final Symbol<String> SERVER = Symbol.of("server", String.class);

  public record Options(
      @Doc("Port to listen on") int port,
      @Doc("Directory to serve; the executor's working directory unless set") @Nullable Path dir,
      @Doc("Address to listen on; 0.0.0.0 lets other machines connect") @Default("127.0.0.1")
          String bind) {
    public Options {
      if (port < 1 || port > MAX_PORT) {
        throw InvalidInputException.ofAttribute(
            "port", "port is " + port + "; allowed: 1 to " + MAX_PORT);
      }
      if (bind.isBlank()) {
        throw InvalidInputException.ofAttribute(
            "bind", "bind is blank; expected an address such as 127.0.0.1");
      }
    }
  }

  private HttpWebServer() {}

  public static FlowNode flow(Options options) {
    return Flow.linear(NAME)
        .retry(Retry.times(ATTEMPTS).backoff(PAUSE).onlyOn(WebServerEndedException.class))
        .add(
            Task.named("name_server")
                .provides(SERVER)
                .execute(task -> UUID.randomUUID().toString()),
            Task.named("serve")
                .requires(SERVER)
                .revertRequires(SERVER)
                .run(task -> serve(task, options))
                .revertAlways(HttpWebServer::stop));
  }

  private static void serve(TaskContext task, Options options)
      throws IOException, InterruptedException, WebServerEndedException {
    Path dir = directory(options);
    try (WebServerProcess server = WebServerProcess.start(task.get(SERVER), options, dir)) {
      while (!server.endsWithin(LOOK)) {
        if (task.stopRequested()) {
          server.close();
          task.handOver();
        }
      }
      throw server.ended();
    }
  }

  /**
   * Kills a web server that is left over from a failed or interrupted execute method. Usually there
   * is none, because the web server ends together with the execute method.
   */
  private static @Nullable Object stop(RevertContext task) {
    WebServerProcess.killAll(task.get(SERVER));
    return null;
  }

  private static Path directory(Options options) throws IOException {
    Path dir = options.dir() == null ? Path.of("") : options.dir();
    Path whole = dir.toAbsolutePath().normalize();
    if (!Files.isDirectory(whole)) {
      throw new NotDirectoryException("'" + whole + "' is no directory on this executor");
    }
    return whole;
  }
}
