// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.actions.BuiltinPlugin;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.httpclient.Credentials;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.remote.RemoteBackend;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process with many remote executors, each with its own connections and login session, as if it
 * were a process of its own. It runs until its input ends. Arguments: address of the server, id and
 * secret of the API key, lease in milliseconds, number of executors, their name, and the name of an
 * action that only these executors have; it prints {@link #RUNS} when it starts.
 */
final class RemoteExecutorsMain {

  /** The line that is printed when all executors are started. */
  static final String STARTED = "started";

  /** The line that is printed when an executor starts to run the action. */
  static final String RUNS = "runs";

  private static final Duration BETWEEN_STARTS = Duration.ofMillis(80);

  record NoParameters() {}

  /** Provides an action that prints a line and waits until it is interrupted. */
  private record HoldPlugin(String action, PrintStream out) implements Plugin {
    @Override
    public void register(Registry registry) {
      registry.action(action, NoParameters.class, (run, noParameters) -> hold());
    }

    private void hold() throws InterruptedException {
      out.println(RUNS);
      new CountDownLatch(1).await();
    }
  }

  private RemoteExecutorsMain() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    RemoteBackend.Options options =
        new RemoteBackend.Options(
            URI.create(arguments[0]), new Credentials.ApiKey(arguments[1], arguments[2]));
    Duration lease = Duration.ofMillis(Long.parseLong(arguments[3]));
    int executors = Integer.parseInt(arguments[4]);
    for (int i = 0; i < executors; i++) {
      RemoteBackend backend = RemoteBackend.open(options, Clock.system());
      Plugin builtin = new BuiltinPlugin(backend.board(), Clock.system());
      Catalogue catalogue = Catalogue.of(List.of(builtin, new HoldPlugin(arguments[6], out)));
      start(backend, catalogue, arguments[5] + i, lease);
      // Starts of processes are spread over some seconds, as on many hosts.
      AwaitCondition.pause(BETWEEN_STARTS);
    }
    out.println(STARTED);
    if (System.in.read() >= 0) {
      throw new IllegalStateException("no input was expected");
    }
    // The processes of an idle measurement end without leaving the board, like a crash.
    Runtime.getRuntime().halt(0);
  }

  private static void start(
      RemoteBackend backend, Catalogue catalogue, String name, Duration lease) {
    JobService local = new JobService(backend.jobs(), catalogue, Clock.system());
    Executor.create(
            ExecutorOptions.named(name).withLease(lease),
            new ExecutorPorts(
                backend.board(),
                backend.jobs(),
                backend.log(),
                backend.history(),
                backend.memberRegistry(),
                backend.logbook().orElse(null)),
            catalogue,
            backend.executorJobService(local),
            ExecutorListener.NONE,
            Clock.system())
        .start();
  }
}
