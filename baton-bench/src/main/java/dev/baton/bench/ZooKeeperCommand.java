// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.executor.Executor;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the board on ZooKeeper while more and more jobs wait, and compares it with kazoo's
 * queue.
 */
@Command(
    name = "zookeeper",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Throughput and claim latency on ZooKeeper while many jobs wait.")
final class ZooKeeperCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(10);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Option(names = "--on", defaultValue = "h2", description = "h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(
      names = "--depths",
      split = ",",
      defaultValue = "100,1000,10000,100000,1000000",
      description = "Numbers of waiting jobs, in increasing order.")
  private List<Integer> depths = List.of();

  @Option(names = "--jobs", defaultValue = "3000", description = "Jobs run at each depth.")
  private int jobs;

  @Option(names = "--claims", defaultValue = "300", description = "Single claims at each depth.")
  private int claims;

  @Option(names = "--slots", defaultValue = "64", description = "Jobs that run at once.")
  private int slots;

  @Option(names = "--zk-port", defaultValue = "0", description = "Port of the server; 0 means any.")
  private int port;

  @Option(
      names = "--kazoo",
      defaultValue = "0",
      description = "Also measures kazoo's LockingQueue, up to this depth.")
  private int kazoo;

  @Option(
      names = "--kazoo-seconds",
      defaultValue = "10",
      description = "How long kazoo is measured at each depth.")
  private int kazooSeconds;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("baton-bench-zookeeper");
    try {
      measureAll(folder);
    } finally {
      MeasuredDatabase.delete(folder);
    }
    return 0;
  }

  private void measureAll(Path folder) {
    try (MeasuredDatabase measuredDatabase = MeasuredDatabase.open(on)) {
      Backend store =
          JdbcBackend.open(JdbcBackend.Options.of(measuredDatabase.url()), Clock.system());
      try (MeasuredBackend measuredBackend =
          new MeasuredBackend(
              ZooKeeperBackend.openEmbedded(
                  store,
                  new ZooKeeperBackend.Embedded(
                      folder, port, ZooKeeperBackend.Options.DEFAULT_WINDOW, false),
                  Clock.system()))) {
        warmUp(measuredBackend);
        int there = 0;
        for (int depth : depths) {
          measuredBackend.postMany(JobSpec.of("noop"), depth - there);
          there = depth;
          measure(measuredBackend, depth);
        }
      }
    }
  }

  private void warmUp(MeasuredBackend measuredBackend) {
    measuredBackend.postMany(JobSpec.of("noop"), jobs);
    run(measuredBackend, jobs);
  }

  private void measure(MeasuredBackend measuredBackend, int depth) {
    latency(measuredBackend, depth);
    measuredBackend.postMany(JobSpec.of("noop"), jobs);
    long cpu = SYSTEM.getProcessCpuTime();
    double took = run(measuredBackend, jobs);
    ThroughputCommand.print(
        "baton, %,d waiting: %,.0f jobs/s with one executor of %d slots, %,.0f µs of CPU per job in"
            + " this process, load %.1f",
        depth,
        jobs / took,
        slots,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / jobs,
        SYSTEM.getSystemLoadAverage());
    measuredBackend.postMany(
        JobSpec.of("noop"), (int) Math.min(jobs, measuredBackend.missingJobs(depth)));
    if (depth <= kazoo) {
      ThroughputCommand.print(
          "kazoo, %,d waiting: %s", depth, measureKazoo(measuredBackend, depth));
    }
  }

  private double run(MeasuredBackend measuredBackend, int count) {
    long before = measuredBackend.probe.runs.get();
    Executor executor = measuredBackend.executor(slots);
    long start = System.nanoTime();
    executor.start();
    AwaitCondition.until(
        "the end", BOUND, () -> measuredBackend.probe.runs.get() - before >= count);
    double took = ThroughputCommand.seconds(start);
    executor.stop();
    return took;
  }

  /**
   * Measures one board session that claims, ends and consumes one job at a time, as a consumer of
   * kazoo does.
   */
  private void latency(MeasuredBackend measuredBackend, int depth) {
    measuredBackend.postMany(JobSpec.of("noop"), claims);
    double[] claiming = new double[claims];
    double[] ending = new double[claims];
    double[] consuming = new double[claims];
    BoardSession session = measuredBackend.backend().board().join("bench", Duration.ofSeconds(30));
    long begin = System.nanoTime();
    for (int done = 0; done < claims; ) {
      long start = System.nanoTime();
      List<Claim> claimed = session.claim(1, new AdmitEverything());
      if (!claimed.isEmpty()) {
        claiming[done] = millisSince(start);
        Claim claim = claimed.getFirst();
        start = System.nanoTime();
        measuredBackend.backend().jobs().write(success(claim));
        ending[done] = millisSince(start);
        start = System.nanoTime();
        session.consume(claim);
        consuming[done++] = millisSince(start);
      }
    }
    double rate = claims / ThroughputCommand.seconds(begin);
    session.close();
    ThroughputCommand.print(
        "baton, %,d waiting: one at a time %,.0f claim+end+consume/s, claim %s, end %s, consume %s",
        depth, rate, spread(claiming), spread(ending), spread(consuming));
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private String spread(double[] millis) {
    Arrays.sort(millis);
    return "p50 %.2f ms, p99 %.2f ms".formatted(millis[claims / 2], millis[claims * 99 / 100]);
  }

  private static RunWrite success(Claim claim) {
    return new RunWrite.End(claim.job().id(), claim.token(), JobState.SUCCESS, 0, null, null, null);
  }

  private String measureKazoo(MeasuredBackend measuredBackend, int depth) {
    String description = measuredBackend.backend().description();
    try {
      Path script = Files.createTempFile("measure", ".py");
      try (InputStream in = ZooKeeperCommand.class.getResourceAsStream("/kazoo/measure.py")) {
        Files.copy(Objects.requireNonNull(in), script, StandardCopyOption.REPLACE_EXISTING);
      }
      Process process =
          new ProcessBuilder(
                  "/usr/bin/python3",
                  script.toString(),
                  description.substring(description.lastIndexOf(' ') + 1),
                  String.valueOf(depth),
                  String.valueOf(kazooSeconds))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      Files.delete(script);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
