// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;

/** The configuration of a Slurm cluster with one node and its own ports. */
final class SlurmFiles {

  static final String CLUSTER = "baton";
  static final String NODE = "localhost";
  static final Charset TEXT = StandardCharsets.UTF_8;

  private static final int KEY_LENGTH = 1024;

  // %1$s is the folder, %2$d the port of the controller, %3$d of the node, %4$d of the accounting.
  @SuppressWarnings("InlineFormatString") // Too long to inline.
  private static final String CONFIGURATION =
      """
      ClusterName=baton
      SlurmctldHost=localhost(127.0.0.1)
      SlurmctldPort=%2$d
      SlurmdPort=%3$d
      SlurmUser=root
      SlurmdUser=root
      AuthType=auth/munge
      AuthInfo=socket=%1$s/munge/socket
      CredType=cred/munge
      StateSaveLocation=%1$s/state
      SlurmdSpoolDir=%1$s/spool
      SlurmctldPidFile=%1$s/slurmctld.pid
      SlurmdPidFile=%1$s/slurmd.pid
      SlurmctldLogFile=%1$s/logs/controller.log
      SlurmdLogFile=%1$s/logs/node.log
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      SelectType=select/cons_tres
      SelectTypeParameters=CR_Core_Memory
      SchedulerType=sched/backfill
      SchedulerParameters=batch_sched_delay=0,sched_min_interval=1000,bf_interval=1,sched_interval=2
      JobAcctGatherType=jobacct_gather/linux
      JobAcctGatherFrequency=1
      JobAcctGatherParams=OverMemoryKill
      AccountingStorageType=accounting_storage/slurmdbd
      AccountingStorageHost=127.0.0.1
      AccountingStoragePort=%4$d
      AccountingStoragePass=%1$s/munge/socket
      MpiDefault=none
      ReturnToService=2
      KillWait=2
      MinJobAge=%5$d
      MessageTimeout=%6$d
      DefMemPerCPU=50
      MaxJobCount=20000
      SlurmdParameters=config_overrides
      MailProg=/bin/true
      CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
      PropagateResourceLimits=NONE
      NodeName=localhost NodeAddr=127.0.0.1 CPUs=64 RealMemory=64000 State=UNKNOWN
      PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
      PartitionName=small Nodes=ALL MaxNodes=1 MaxTime=1 State=UP
      """;

  @SuppressWarnings("InlineFormatString") // Too long to inline.
  private static final String ACCOUNTING =
      """
      AuthType=auth/munge
      AuthInfo=socket=%1$s/munge/socket
      DbdHost=localhost
      DbdAddr=127.0.0.1
      DbdPort=%2$d
      SlurmUser=root
      StorageType=accounting_storage/mysql
      StorageHost=127.0.0.1
      StoragePort=%3$d
      StorageUser=root
      StorageLoc=%4$s
      LogFile=%1$s/logs/accounting.log
      PidFile=%1$s/slurmdbd.pid
      """;

  /** The controller forgets finished jobs so soon that tests need the accounting too. */
  private static final int SECONDS_REMEMBERED = 15;

  private static final int MESSAGE_TIMEOUT = 10;

  private final Path folder;
  private final int accountingPort = TestServerProcess.freePort();

  SlurmFiles(Path folder) {
    this.folder = folder;
  }

  Path configuration() {
    return folder.resolve("slurm.conf");
  }

  Path configurationOfDeadServer() {
    return folder.resolve("dead.conf");
  }

  Path jobs() {
    return folder.resolve("jobs");
  }

  /** Returns the saved state of the controller. Job names are readable in it. */
  String savedJobs() throws IOException {
    Path saved = folder.resolve("state/job_state");
    return Files.exists(saved) ? Files.readString(saved, StandardCharsets.ISO_8859_1) : "";
  }

  void write(MariaDbServer database) {
    try {
      for (String name : List.of("munge", "state", "spool", "logs", "jobs")) {
        Files.createDirectories(folder.resolve(name));
      }
      byte[] key = new byte[KEY_LENGTH];
      new SecureRandom().nextBytes(key);
      Files.write(folder.resolve("munge/key"), key);
      own(folder.resolve("munge"), "rwxr-xr-x");
      own(folder.resolve("munge/key"), "rw-------");
      Files.writeString(configuration(), configuration(MESSAGE_TIMEOUT));
      // No server listens on the ports of this configuration.
      Files.writeString(configurationOfDeadServer(), configuration(1));
      String schema = URI.create(database.newDatabase().substring("jdbc:".length())).getPath();
      Path accounting = folder.resolve("slurmdbd.conf");
      Files.writeString(
          accounting,
          ACCOUNTING.formatted(folder, accountingPort, database.port(), schema.substring(1)));
      own(accounting, "rw-------");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration(int messageTimeout) {
    return CONFIGURATION.formatted(
        folder,
        TestServerProcess.freePort(),
        TestServerProcess.freePort(),
        accountingPort,
        SECONDS_REMEMBERED,
        messageTimeout);
  }

  private static void own(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  List<String> munged() {
    return List.of(
        "--foreground",
        "--force",
        "--key-file=" + folder.resolve("munge/key"),
        "--socket=" + folder.resolve("munge/socket"),
        "--pid-file=" + folder.resolve("munge/pid"),
        "--log-file=" + folder.resolve("logs/munge.log"),
        "--seed-file=" + folder.resolve("munge/seed"));
  }
}
