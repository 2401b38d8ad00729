// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.backend.Backend;
import dev.baton.board.Claim;
import dev.baton.board.Claims;
import dev.baton.executor.Executor;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.service.Clock;
import dev.baton.testkit.Everything;
import dev.baton.zookeeper.ZookeeperBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/** The board on ZooKeeper with more and more jobs waiting, beside kazoo's queue. */
@Command(
    name = "zookeeper",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Throughput and claim latency on ZooKeeper while many jobs wait.")
final class ZookeeperCommand implements Callable<Integer> {

  private static final Duration BOUND = Duration.ofMinutes(10);

  @Option(names = "--on", defaultValue = "h2", description = "h2, postgresql, mariadb, or a URL.")
  private String on = "";

  @Option(
      names = "--depths",
      split = ",",
      defaultValue = "100,1000,10000,100000,1000000",
      description = "How many jobs wait; growing.")
  private List<Integer> depths = List.of();

  @Option(names = "--jobs", defaultValue = "3000", description = "Jobs run at each depth.")
  private int jobs;

  @Option(names = "--claims", defaultValue = "300", description = "Single claims at each depth.")
  private int claims;

  @Option(names = "--slots", defaultValue = "64", description = "Jobs that run at once.")
  private int slots;

  @Option(names = "--zk-port", defaultValue = "0", description = "For the server; 0 is any.")
  private int port;

  @Option(
      names = "--kazoo",
      defaultValue = "0",
      description = "Also measures kazoo's LockingQueue, up to this depth.")
  private int kazoo;

  @Option(names = "--kazoo-seconds", defaultValue = "10", description = "For each depth.")
  private int kazooSeconds;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("baton-bench-zookeeper");
    try {
      measureAll(folder);
    } finally {
      Target.delete(folder);
    }
    return 0;
  }

  private void measureAll(Path folder) {
    try (Target target = Target.open(on)) {
      Backend store = JdbcBackend.open(JdbcBackend.Options.of(target.url()), Clock.system());
      try (Baton baton =
          new Baton(
              ZookeeperBackend.openEmbedded(
                  store, folder, port, ZookeeperBackend.Options.USUAL_WINDOW, Clock.system()))) {
        warmUp(baton);
        int there = 0;
        for (int depth : depths) {
          baton.postMany(JobSpec.of("noop"), depth - there);
          there = depth;
          measure(baton, depth);
        }
      }
    }
  }

  private void warmUp(Baton baton) {
    baton.postMany(JobSpec.of("noop"), jobs);
    run(baton, jobs);
  }

  private void measure(Baton baton, int depth) {
    latency(baton, depth);
    baton.postMany(JobSpec.of("noop"), jobs);
    double took = run(baton, jobs);
    ThroughputCommand.print(
        "baton, %,d waiting: %,.0f jobs/s with one executor of %d slots",
        depth, jobs / took, slots);
    baton.postMany(JobSpec.of("noop"), (int) Math.min(jobs, baton.missing(depth)));
    if (depth <= kazoo) {
      ThroughputCommand.print("kazoo, %,d waiting: %s", depth, measureKazoo(baton, depth));
    }
  }

  private double run(Baton baton, int count) {
    long before = baton.probe.ran.get();
    Executor executor = baton.executor(slots);
    long start = System.nanoTime();
    executor.start();
    Waiting.until("the end", BOUND, () -> baton.probe.ran.get() - before >= count);
    double took = ThroughputCommand.seconds(start);
    executor.stop();
    return took;
  }

  /** One claimer that claims, ends and consumes one job at a time, as a consumer of kazoo does. */
  private void latency(Baton baton, int depth) {
    baton.postMany(JobSpec.of("noop"), claims);
    double[] claiming = new double[claims];
    double[] ending = new double[claims];
    double[] consuming = new double[claims];
    Claims stay = baton.backend().board().join("bench", Duration.ofSeconds(30));
    long begin = System.nanoTime();
    for (int done = 0; done < claims; ) {
      long start = System.nanoTime();
      List<Claim> claimed = stay.claim(1, new Everything());
      if (!claimed.isEmpty()) {
        claiming[done] = millisSince(start);
        Claim claim = claimed.getFirst();
        start = System.nanoTime();
        baton.backend().jobs().write(success(claim));
        ending[done] = millisSince(start);
        start = System.nanoTime();
        stay.consume(claim);
        consuming[done++] = millisSince(start);
      }
    }
    double rate = claims / ThroughputCommand.seconds(begin);
    stay.close();
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

  private String measureKazoo(Baton baton, int depth) {
    String description = baton.backend().description();
    try {
      Path script = Files.createTempFile("measure", ".py");
      try (InputStream in = ZookeeperCommand.class.getResourceAsStream("/kazoo/measure.py")) {
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
