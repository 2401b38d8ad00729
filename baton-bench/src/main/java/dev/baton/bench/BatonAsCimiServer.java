// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.filter.FilterParser;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobSpec;
import dev.baton.service.Clock;
import dev.baton.zookeeper.ZooKeeperBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A Baton server in a process of its own, with its jobs in a durable PostgreSQL and its board on a
 * ZooKeeper of this process. This process also posts the jobs, into the same database.
 */
final class BatonAsCimiServer implements MeasuredCimiServer {

  /** All waiting jobs are in ZooKeeper, as with Nuvla. */
  private static final int WINDOW = 40_000;

  private final Path folder;
  private final MeasuredZooKeeper measuredZooKeeper;
  private final MeasuredDatabase measuredDatabase;
  private final MeasuredBackend poster;
  private final BatonUpProcess server;

  private BatonAsCimiServer(
      Path folder,
      MeasuredZooKeeper measuredZooKeeper,
      MeasuredDatabase measuredDatabase,
      MeasuredBackend poster,
      BatonUpProcess server) {
    this.folder = folder;
    this.measuredZooKeeper = measuredZooKeeper;
    this.measuredDatabase = measuredDatabase;
    this.poster = poster;
    this.server = server;
  }

  static BatonAsCimiServer start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("baton-bench-cimi");
    MeasuredZooKeeper measuredZooKeeper = MeasuredZooKeeper.start();
    MeasuredDatabase measuredDatabase = MeasuredDatabase.open("postgresql");
    String hosts = measuredZooKeeper.hosts();
    MeasuredBackend poster =
        new MeasuredBackend(
            ZooKeeperBackend.open(
                JdbcBackend.open(JdbcBackend.Options.of(measuredDatabase.url()), Clock.system()),
                new ZooKeeperBackend.Options(hosts, WINDOW, Map.of(), false),
                Clock.system()));
    BatonUpProcess server =
        BatonUpProcess.startServer(
            folder,
            List.of(
                "--store=" + measuredDatabase.url(),
                "--zk-hosts=" + hosts,
                "--zk-window=" + WINDOW,
                "--authn-header-from=127.0.0.1"));
    return new BatonAsCimiServer(folder, measuredZooKeeper, measuredDatabase, poster, server);
  }

  @Override
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public String zooKeeper() {
    return measuredZooKeeper.hosts();
  }

  @Override
  public void post(int count) {
    poster.postMany(JobSpec.of("noop"), count);
  }

  @Override
  public void forgetFinalJobs() {
    poster.backend().jobs().deleteAll(FilterParser.parse("state='SUCCESS'"), null);
  }

  @Override
  public OptionalLong requests() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong startedAgain() {
    return OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    server.close();
    poster.close();
    measuredDatabase.close();
    measuredZooKeeper.close();
    MeasuredDatabase.delete(folder);
  }
}
