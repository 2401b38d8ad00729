// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.stack.InstallationOptions.Board;
import dev.baton.campaign.stack.InstallationOptions.Store;
import dev.baton.campaign.stack.InstalledProcessFactory.Plan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Servers, executors and distributors on one store and one board, with everything that they need.
 * Everything that it starts or makes is registered with a {@link CleanUp}, which undoes it.
 */
public final class CampaignInstallation {

  /** The environment variable that marks all processes of a campaign. */
  public static final String RUN = "CAMPAIGN_RUN";

  /** The administrator's password. */
  public static final String PASSWORD = InstalledProcessFactory.PASSWORD;

  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

  private final InstallationOptions options;
  private final CampaignLog log;
  private final CleanUp cleanUp;
  private final String run;
  private final SmallDisk disk;
  private final ControlGroupLimits controlGroups;
  private final @Nullable NetworkNamespace namespace;
  private final @Nullable ServerDatabase database;
  private final @Nullable CampaignEnsemble zookeeper;
  private final InstalledProcessFactory factory;
  private final List<InstalledProcess> installedProcesses = new ArrayList<>();
  private final List<String> endpoints = new ArrayList<>();
  private final List<NetworkLink> clients = new CopyOnWriteArrayList<>();
  private final AtomicReference<NextRelease> nextRelease =
      new AtomicReference<>(NextRelease.first());

  /** Prepares the installation; no Baton process runs yet. */
  public CampaignInstallation(
      InstallationOptions options, BatonProgram batonProgram, CampaignLog log, CleanUp cleanUp) {
    this.options = options;
    this.log = log;
    this.cleanUp = cleanUp;
    String number = String.format(Locale.ROOT, "%08x", new SecureRandom().nextInt());
    this.run = "baton-campaign-" + number;
    MachineFolders.folder(options.folder().resolve("ledgers"));
    this.disk =
        SmallDisk.create(options.folder().resolve("disk"), options.diskMegabytes(), cleanUp);
    this.controlGroups = new ControlGroupLimits(run);
    cleanUp.add("control groups", controlGroups::close);
    this.namespace =
        options.isolates()
            ? NetworkNamespace.create("bc" + number, log, cleanUp).orElse(null)
            : null;
    cleanUp.add("processes of jobs", this::killMarked);
    this.database = makeDatabase();
    this.zookeeper =
        options.board() == Board.ZOOKEEPER
            ? new CampaignEnsemble(options.folder().resolve("zookeeper"), batonProgram, cleanUp)
            : null;
    this.factory = new InstalledProcessFactory(options, batonProgram, run, cleanUp);
  }

  /** Kills the processes that jobs started and that outlived their executor. */
  private void killMarked() {
    SendSignal.send("KILL", MarkedProcess.all(RUN, run).stream().map(MarkedProcess::pid).toList());
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
    return options.movesClocks() && FileClock.isPossible();
  }

  /** Starts everything and waits until it is ready. */
  public void start() {
    if (database != null) {
      database.open();
      log.print("database runs at " + database.address());
    }
    if (zookeeper != null) {
      zookeeper.start();
      log.print("ZooKeeper runs with three servers");
    }
    addServers();
    addWorkers();
    for (InstalledProcess installedProcess : installedProcesses) {
      installedProcess.process().start();
      // The first server makes the tables, so the others wait for it.
      if (installedProcess.role() == InstalledProcess.Role.SERVER) {
        awaitReady(installedProcess);
      }
    }
    installedProcesses.forEach(this::awaitReady);
    log.print(
        "ready: "
            + String.join(", ", installedProcesses.stream().map(InstalledProcess::name).toList()));
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
              InstalledProcess.Role.SERVER,
              database,
              zookeeper,
              null,
              data,
              null,
              options.movesClocks() && i == count);
      installedProcesses.add(factory.make(plan, port));
      endpoints.add("127.0.0.1:" + port);
    }
  }

  private void addWorkers() {
    if (options.store() == Store.EMBEDDED) {
      add("remote-1", InstalledProcess.Role.REMOTE_EXECUTOR, null, false);
      add("remote-2", InstalledProcess.Role.REMOTE_EXECUTOR, namespace, false);
      add("remote-3", InstalledProcess.Role.REMOTE_EXECUTOR, null, options.movesClocks());
      add("distributor-1", InstalledProcess.Role.DISTRIBUTOR, null, false);
    } else {
      add("direct-1", InstalledProcess.Role.DIRECT_EXECUTOR, null, options.movesClocks());
      add("direct-2", InstalledProcess.Role.DIRECT_EXECUTOR, namespace, false);
      add("remote-1", InstalledProcess.Role.REMOTE_EXECUTOR, null, false);
      add("distributor-1", InstalledProcess.Role.DISTRIBUTOR, null, options.movesClocks());
      add("distributor-2", InstalledProcess.Role.DISTRIBUTOR, null, false);
    }
    if (zookeeper != null) {
      add("cimi-1", InstalledProcess.Role.CIMI_EXECUTOR, null, false);
    }
  }

  private void add(
      String name, InstalledProcess.Role role, @Nullable NetworkNamespace in, boolean movesClock) {
    boolean isRemote =
        role == InstalledProcess.Role.REMOTE_EXECUTOR
            || role == InstalledProcess.Role.CIMI_EXECUTOR
            || options.store() == Store.EMBEDDED;
    String server = isRemote ? endpoints.getLast() : null;
    Plan plan = new Plan(name, role, database, zookeeper, server, data(name), in, movesClock);
    installedProcesses.add(factory.make(plan, 0));
  }

  /** The data folder of a member that keeps no database in it. */
  public Path data(InstalledProcess installedProcess) {
    return data(installedProcess.name());
  }

  private Path data(String name) {
    return options.folder().resolve("data").resolve(name);
  }

  /** Waits until a started process reports that it is ready. */
  private void awaitReady(InstalledProcess installedProcess) {
    boolean ready =
        Polling.until(
            READY_WITHIN,
            () ->
                installedProcess.process().hasPrinted(installedProcess.readyLine())
                    || installedProcess.process().isMissing());
    if (!ready || installedProcess.process().isMissing()) {
      throw new IllegalStateException(
          installedProcess + " is not ready; see " + installedProcess.process().errors());
    }
  }

  /**
   * Restarts processes that ended by themselves. Must be called regularly.
   *
   * @return the Baton processes that had ended, with their exit codes
   */
  public List<String> superviseOnce() {
    List<String> ended = new ArrayList<>();
    for (InstalledProcess installedProcess : installedProcesses) {
      if (installedProcess.process().isMissing()) {
        ended.add(
            installedProcess + " ended by itself with " + installedProcess.process().exitCode());
        log.note(ended.getLast());
        installedProcess.process().start();
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
   * Stops all Baton processes in an orderly way.
   *
   * @return the processes that did not end correctly
   */
  public List<String> stopMembers() {
    List<String> problems = new ArrayList<>();
    for (InstalledProcess installedProcess : installedProcesses.reversed()) {
      if (!installedProcess.process().stop("TERM", STOP_WITHIN)) {
        problems.add(installedProcess + " did not stop within " + STOP_WITHIN.toSeconds() + " s");
      } else if (installedProcess.process().exitCode() != 0) {
        problems.add(installedProcess + " ended with " + installedProcess.process().exitCode());
      }
    }
    return problems;
  }

  public List<InstalledProcess> installedProcesses() {
    return List.copyOf(installedProcesses);
  }

  /** The process ids that members of a role had. */
  public Set<Long> processes(InstalledProcess.Role role) {
    return installedProcesses.stream()
        .filter(installedProcess -> installedProcess.role() == role)
        .flatMap(installedProcess -> installedProcess.process().started().stream())
        .collect(Collectors.toSet());
  }

  /** The release of the next upgrade; each call returns a later one. */
  public NextRelease takeNextRelease() {
    return nextRelease.getAndUpdate(NextRelease::next);
  }

  /** The members that run jobs. */
  public List<InstalledProcess> executors() {
    return installedProcesses.stream()
        .filter(installedProcess -> installedProcess.role().isExecutor())
        .toList();
  }

  /** The addresses of the servers' APIs. */
  public List<String> endpoints() {
    return List.copyOf(endpoints);
  }

  /** Gives a client connections to the servers that faults can hit. */
  public NetworkLink connectClient() {
    NetworkLink networkLink = factory.clientLink(endpoints);
    clients.add(networkLink);
    return networkLink;
  }

  /** The connections of clients. */
  public List<NetworkLink> clients() {
    return List.copyOf(clients);
  }

  public InstallationOptions options() {
    return options;
  }

  public @Nullable CampaignDatabase database() {
    return database;
  }

  public @Nullable CampaignEnsemble zookeeper() {
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

  /** The resource limits for processes of this installation. */
  public ControlGroupLimits controlGroups() {
    return controlGroups;
  }

  /** The value of {@link #RUN} in all processes; random, so that no other process has it. */
  public String run() {
    return run;
  }

  @Override
  public String toString() {
    return (options.store() + "/" + options.board()).toLowerCase(Locale.ROOT);
  }
}
