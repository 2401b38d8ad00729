// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.stack.InstallationOptions.Board;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.MemberFactory.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Servers, executors and distributors on one store and one board, with all that they need. Closing
 * ends everything that it started.
 */
public final class Installation implements AutoCloseable {

  /** The variable that marks all processes of a run. */
  public static final String RUN = "CAMPAIGN_RUN";

  /** The administrator's password. */
  public static final String PASSWORD = MemberFactory.PASSWORD;

  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

  private final InstallationOptions options;
  private final EventLog log;
  private final String run;
  private final SmallDisk disk;
  private final @Nullable NetworkNamespace namespace;
  private final @Nullable ServerDatabase database;
  private final @Nullable Ensemble zookeeper;
  private final MemberFactory factory;
  private final List<Member> members = new ArrayList<>();
  private final List<String> endpoints = new ArrayList<>();
  private final AtomicInteger ownExits = new AtomicInteger();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /** Makes everything; nothing of Baton runs yet. */
  public Installation(InstallationOptions options, Program program, EventLog log) {
    this.options = options;
    this.log = log;
    this.run = options.folder().getFileName().toString();
    Places.folder(options.folder().resolve("ledgers"));
    this.disk = SmallDisk.create(options.folder().resolve("disk"), options.diskMegabytes());
    this.namespace = options.isolates() ? NetworkNamespace.create(log).orElse(null) : null;
    this.database = makeDatabase();
    this.zookeeper =
        options.board() == Board.ZOOKEEPER
            ? new Ensemble(options.folder().resolve("zookeeper"), program)
            : null;
    this.factory = new MemberFactory(options, program, run);
  }

  private @Nullable ServerDatabase makeDatabase() {
    Path folder = options.folder().resolve("database");
    Path data = disk.folder().resolve("data");
    return switch (options.store()) {
      case POSTGRES -> new PostgresDatabase(folder, data, movesDatabaseClock());
      case MARIADB -> new MariaDatabase(folder, data, movesDatabaseClock());
      case EMBEDDED -> null;
    };
  }

  private boolean movesDatabaseClock() {
    return options.movesClocks() && FakeClock.isPossible();
  }

  /** Starts everything and waits until it is ready. */
  public void start() {
    if (database != null) {
      database.open();
      log.say("database runs at " + database.address());
    }
    if (zookeeper != null) {
      zookeeper.start();
      log.say("ZooKeeper runs with three servers");
    }
    addServers();
    addWorkers();
    for (Member member : members) {
      member.process().start();
      // The first one makes the tables.
      if (member.role() == Member.Role.SERVER) {
        awaitReady(member);
      }
    }
    members.forEach(this::awaitReady);
    log.say("ready: " + String.join(", ", members.stream().map(Member::name).toList()));
  }

  private void addServers() {
    int count = options.store() == Store.EMBEDDED ? 1 : 2;
    for (int i = 1; i <= count; i++) {
      int port = Places.freePort();
      String name = "server-" + i;
      Path data = options.store() == Store.EMBEDDED ? disk.folder().resolve(name) : data(name);
      Plan plan =
          new Plan(
              name,
              Member.Role.SERVER,
              database,
              zookeeper,
              null,
              data,
              null,
              options.movesClocks() && i == count);
      members.add(factory.make(plan, port));
      endpoints.add("127.0.0.1:" + port);
    }
  }

  private void addWorkers() {
    if (options.store() == Store.EMBEDDED) {
      add("remote-1", Member.Role.REMOTE_EXECUTOR, null, false);
      add("remote-2", Member.Role.REMOTE_EXECUTOR, namespace, false);
      add("remote-3", Member.Role.REMOTE_EXECUTOR, null, options.movesClocks());
      add("distributor-1", Member.Role.DISTRIBUTOR, null, false);
    } else {
      add("direct-1", Member.Role.DIRECT_EXECUTOR, null, options.movesClocks());
      add("direct-2", Member.Role.DIRECT_EXECUTOR, namespace, false);
      add("remote-1", Member.Role.REMOTE_EXECUTOR, null, false);
      add("distributor-1", Member.Role.DISTRIBUTOR, null, options.movesClocks());
      add("distributor-2", Member.Role.DISTRIBUTOR, null, false);
    }
    if (zookeeper != null) {
      add("cimi-1", Member.Role.CIMI_EXECUTOR, null, false);
    }
  }

  private void add(
      String name, Member.Role role, @Nullable NetworkNamespace in, boolean movesClock) {
    boolean isRemote =
        role == Member.Role.REMOTE_EXECUTOR
            || role == Member.Role.CIMI_EXECUTOR
            || options.store() == Store.EMBEDDED;
    String server = isRemote ? endpoints.getLast() : null;
    Plan plan = new Plan(name, role, database, zookeeper, server, data(name), in, movesClock);
    members.add(factory.make(plan, 0));
  }

  /** The data folder of a member that has no database in it. */
  public Path data(Member member) {
    return data(member.name());
  }

  private Path data(String name) {
    return options.folder().resolve("data").resolve(name);
  }

  /** Waits until a process that was started says that it is ready. */
  private void awaitReady(Member member) {
    boolean ready =
        Waits.until(
            READY_WITHIN,
            () -> member.process().hasPrinted(member.readyLine()) || member.process().isMissing());
    if (!ready || member.process().isMissing()) {
      throw new IllegalStateException(member + " is not ready; see " + member.process().errors());
    }
  }

  /** Starts again what has ended by itself, and counts it. To be called now and then. */
  public void superviseOnce() {
    for (Member member : members) {
      if (member.process().isMissing()) {
        ownExits.incrementAndGet();
        log.note(member + " ended by itself with " + member.process().exitCode());
        member.process().start();
      }
    }
    if (database != null && database.isMissing()) {
      log.note("the database ended by itself");
      database.startSoon();
    }
    if (zookeeper != null) {
      zookeeper.processes().stream()
          .filter(ManagedProcess::isMissing)
          .forEach(ManagedProcess::start);
    }
  }

  /** How often a process of Baton ended by itself. */
  public int ownExits() {
    return ownExits.get();
  }

  /**
   * Stops all processes of Baton in order.
   *
   * @return what did not end as it should
   */
  public List<String> stopMembers() {
    List<String> problems = new ArrayList<>();
    for (Member member : members.reversed()) {
      if (!member.process().stop("TERM", STOP_WITHIN)) {
        problems.add(member + " did not stop within " + STOP_WITHIN.toSeconds() + " s");
      } else if (member.process().exitCode() != 0) {
        problems.add(member + " ended with " + member.process().exitCode());
      }
    }
    return problems;
  }

  public List<Member> members() {
    return List.copyOf(members);
  }

  /** The process ids that members of a role had. */
  public Set<Long> processes(Member.Role role) {
    return members.stream()
        .filter(member -> member.role() == role)
        .flatMap(member -> member.process().started().stream())
        .collect(Collectors.toSet());
  }

  /** Members that run jobs. */
  public List<Member> executors() {
    return members.stream().filter(member -> member.role().isExecutor()).toList();
  }

  /** Addresses of the servers' APIs. */
  public List<String> endpoints() {
    return List.copyOf(endpoints);
  }

  public InstallationOptions options() {
    return options;
  }

  public @Nullable Database database() {
    return database;
  }

  public @Nullable Ensemble zookeeper() {
    return zookeeper;
  }

  public @Nullable NetworkNamespace namespace() {
    return namespace;
  }

  public SmallDisk disk() {
    return disk;
  }

  public Path ledgers() {
    return options.folder().resolve("ledgers");
  }

  /** The value of {@link #RUN} in all processes. */
  public String run() {
    return run;
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    members.forEach(member -> member.process().close());
    factory.proxies().forEach(TcpProxy::close);
    if (zookeeper != null) {
      zookeeper.close();
    }
    if (database != null) {
      database.close();
    }
    if (namespace != null) {
      namespace.close();
    }
    disk.close();
    if (movesDatabaseClock()) {
      FakeClock.removeRemains();
    }
  }

  @Override
  public String toString() {
    return (options.store() + "/" + options.board()).toLowerCase(Locale.ROOT);
  }
}
