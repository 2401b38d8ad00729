// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.baton.backend.Backend;
import dev.baton.cimi.CimiBackend;
import dev.baton.executor.Executor;
import dev.baton.httpclient.Authentication.AuthenticationHeader;
import dev.baton.httpclient.ClientTls;
import dev.baton.service.Clock;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.zookeeper.ZooKeeper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares an executor beside a server like Nuvla's with a Python program that sends the requests
 * of Nuvla's executor. Both take jobs from the same queue in ZooKeeper, in turn.
 */
@Command(
    name = "nuvla",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Throughput beside Nuvla: Baton's executor against one that works as Nuvla's.")
final class NuvlaCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(10);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The server at which both executors work. */
  enum Server {
    /** A server that answers as Nuvla's does and keeps its jobs in memory. */
    MEMORY,
    /** A Baton server with its jobs in PostgreSQL. */
    BATON
  }

  @Option(
      names = "--server",
      defaultValue = "memory",
      description = "memory (answers as Nuvla's server does) or baton (jobs in PostgreSQL).")
  private Server server = Server.MEMORY;

  @Option(names = "--waiting", defaultValue = "5000", description = "Jobs that wait meanwhile.")
  private int waiting;

  @Option(names = "--jobs", defaultValue = "5000", description = "Jobs that Baton runs per round.")
  private int jobs;

  @Option(names = "--seconds", defaultValue = "10", description = "How long Python runs per round.")
  private int seconds;

  @Option(names = "--rounds", defaultValue = "3", description = "How often both are measured.")
  private int rounds;

  @Option(names = "--slots", defaultValue = "64", description = "Jobs that Baton runs at once.")
  private int slots;

  private final List<Double> ratios = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    try (MeasuredCimiServer api = open();
        MeasuredBackend measuredBackend = new MeasuredBackend(backend(api))) {
      api.post(waiting + jobs);
      baton(measuredBackend, api, "before the rounds");
      for (int round = 1; round <= rounds; round++) {
        measure(measuredBackend, api, "round " + round);
      }
    }
    double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    ThroughputCommand.print(
        "baton to python, %,d waiting: median %.1f, least %.1f, most %.1f in %d rounds",
        waiting, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], rounds);
    return 0;
  }

  private MeasuredCimiServer open() throws Exception {
    return switch (server) {
      case MEMORY -> NuvlaLikeApi.start();
      case BATON -> BatonAsCimiServer.start();
    };
  }

  private static Backend backend(MeasuredCimiServer api) {
    return ZooKeeperBackend.open(
        CimiBackend.open(
            new CimiBackend.Options(
                api.endpoint(),
                AuthenticationHeader.nuvlaAuthnInfo(MeasuredCimiServer.AUTHN_INFO),
                ClientTls.DEFAULT,
                null),
            Clock.system()),
        new ZooKeeperBackend.Options(
            api.zooKeeper(), ZooKeeperBackend.Options.DEFAULT_WINDOW, Map.of(), false),
        Clock.system());
  }

  private void measure(MeasuredBackend measuredBackend, MeasuredCimiServer api, String situation)
      throws Exception {
    api.forgetFinalJobs();
    api.post(waiting - queued(api));
    double python = python(api, situation);
    api.post(waiting + jobs - queued(api));
    ratios.add(baton(measuredBackend, api, situation) / python);
  }

  private static int queued(MeasuredCimiServer api) throws Exception {
    try (ZooKeeper queue = new ZooKeeper(api.zooKeeper(), 30_000, event -> {})) {
      return queue.getChildren("/job/entries", false).size();
    }
  }

  private double python(MeasuredCimiServer api, String situation) throws IOException {
    Path script = Files.createTempFile("executor", ".py");
    try (InputStream in = NuvlaCommand.class.getResourceAsStream("/kazoo/executor.py")) {
      Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
      OptionalLong requests = api.requests();
      Process process =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  script.toString(),
                  api.zooKeeper(),
                  api.endpoint().getAuthority(),
                  String.valueOf(seconds),
                  String.valueOf(waiting))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String[] answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .strip()
              .split(" ");
      if (answer.length != 2) {
        throw new IOException("the Python program failed; its message is above");
      }
      double ran = Double.parseDouble(answer[0]);
      double rate = ran / Double.parseDouble(answer[1]);
      ThroughputCommand.print(
          "python, %s, %,d waiting: %,.0f jobs/s%s, load %.1f",
          situation, waiting, rate, requestsPerJob(api, requests, ran), load());
      return rate;
    } finally {
      Files.delete(script);
    }
  }

  private double baton(MeasuredBackend measuredBackend, MeasuredCimiServer api, String situation) {
    long before = measuredBackend.probe.runs.get();
    OptionalLong requests = api.requests();
    OptionalLong startedAgain = api.startedAgain();
    Executor executor = measuredBackend.executor(slots);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    executor.start();
    AwaitCondition.until("the end", BOUND, () -> measuredBackend.probe.runs.get() - before >= jobs);
    double took = ThroughputCommand.seconds(start);
    double ran = measuredBackend.probe.runs.get() - before;
    double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
    executor.stop();
    ThroughputCommand.print(
        "baton, %s, %,d waiting: %,.0f jobs/s%s, %,.0f µs of CPU per job in this process%s,"
            + " load %.1f",
        situation,
        waiting,
        ran / took,
        requestsPerJob(api, requests, ran),
        cpuMicros / ran,
        startedAgain.isEmpty()
            ? ""
            : ", " + (api.startedAgain().getAsLong() - startedAgain.getAsLong()) + " started again",
        load());
    return ran / took;
  }

  private static String requestsPerJob(MeasuredCimiServer api, OptionalLong before, double ran) {
    return before.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            ", %.2f requests/job",
            (api.requests().getAsLong() - before.getAsLong()) / ran);
  }

  private static double load() {
    return SYSTEM.getSystemLoadAverage();
  }
}
