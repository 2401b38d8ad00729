// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.stack.InstallationOptions.Board;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.MemberFactory.Plan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Servers, executors and distributors on one store and one board, with all that they need.
 * Everything that it starts or makes is also given to a {@link CleanUp}, which undoes it.
 */
public final class Installation {

  /** The variable that marks all processes of a run. */
  public static final String RUN = "CAMPAIGN_RUN";

  /** The administrator's password. */
  public static final String PASSWORD = MemberFactory.PASSWORD;

  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

  private final InstallationOptions options;
  private final EventLog log;
  private final CleanUp cleanUp;
  private final String run;
  private final SmallDisk disk;
  private final LimitGroups controlGroups;
  private final @Nullable NetworkNamespace namespace;
  private final @Nullable ServerDatabase database;
  private final @Nullable Ensemble zookeeper;
  private final MemberFactory factory;
  private final List<Member> members = new ArrayList<>();
  private final List<String> endpoints = new ArrayList<>();
  private final List<Link> clients = new CopyOnWriteArrayList<>();

  /** Makes everything; nothing of Baton runs yet. */
  public Installation(InstallationOptions options, Program program, EventLog log, CleanUp cleanUp) {
    this.options = options;
    this.log = log;
    this.cleanUp = cleanUp;
    String number = String.format(Locale.ROOT, "%08x", new SecureRandom().nextInt());
    this.run = "baton-campaign-" + number;
    Places.folder(options.folder().resolve("ledgers"));
    this.disk =
        SmallDisk.create(options.folder().resolve("disk"), options.diskMegabytes(), cleanUp);
    this.controlGroups = new LimitGroups(run);
    cleanUp.add("control groups", controlGroups::close);
    this.namespace =
        options.isolates()
            ? NetworkNamespace.create("bc" + number, log, cleanUp).orElse(null)
            : null;
    cleanUp.add("processes of jobs", this::killMarked);
    this.database = makeDatabase();
    this.zookeeper =
        options.board() == Board.ZOOKEEPER
            ? new Ensemble(options.folder().resolve("zookeeper"), program, cleanUp)
            : null;
    this.factory = new MemberFactory(options, program, run, cleanUp);
  }

  /** Ends what jobs have started and what has outlived the process of Baton that ran the job. */
  private void killMarked() {
    Signals.send("KILL", MarkedProcess.all(RUN, run).stream().map(MarkedProcess::pid).toList());
  }

  private @Nullable ServerDatabase makeDatabase() {
    Path folder = options.folder().resolve("database");
    Path data = disk.folder().resolve("data");
    ServerDatabase made = ServerDatabase.of(options.store(), folder, data, movesDatabaseClock());
    if (made != null) {
      cleanUp.add("database", made::close);
    }
    return made;
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
      int port = PortBlock.free();
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

  /**
   * Starts again what has ended by itself. To be called now and then.
   *
   * @return the processes of Baton that had, with their exit codes
   */
  public List<String> superviseOnce() {
    List<String> ended = new ArrayList<>();
    for (Member member : members) {
      if (member.process().isMissing()) {
        ended.add(member + " ended by itself with " + member.process().exitCode());
        log.note(ended.getLast());
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
    return ended;
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

  /** Gives a client connections to the servers that faults can hit. */
  public Link connectClient() {
    Link link = factory.clientLink(endpoints);
    clients.add(link);
    return link;
  }

  /** The connections of clients. */
  public List<Link> clients() {
    return List.copyOf(clients);
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

  /** Limits for processes of this installation. */
  public LimitGroups controlGroups() {
    return controlGroups;
  }

  /** The value of {@link #RUN} in all processes; random, so that nothing else has this name. */
  public String run() {
    return run;
  }

  @Override
  public String toString() {
    return (options.store() + "/" + options.board()).toLowerCase(Locale.ROOT);
  }
}
