// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A real Slurm cluster with one node on the loopback address, for tests: munged, slurmdbd on a
 * MariaDB, slurmctld and slurmd. Jobs and this process see the same folders, as on a shared file
 * system. It needs root.
 *
 * <p>When the cluster is closed or the JVM ends in any way, the processes of the cluster and of its
 * jobs end. The files of a killed JVM are removed when the next cluster starts. If Slurm is not
 * installed, the test is aborted, or fails if the environment variable {@code
 * BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class SlurmServer implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(4);
  private static final String MARK = "mark-";
  private static final String CONTROLLER = "slurmctld";

  // Guarded by the class.
  private static @Nullable SlurmServer shared;

  private final Thread hook = new Thread(this::close, "baton-test-slurm-close");
  private final LockedServerFolder folder;
  private final SlurmFiles files;
  private final LinuxNamespaces linuxNamespaces;
  private final Map<String, Process> servers = new ConcurrentHashMap<>();
  // Guarded by the lock of this object.
  private boolean closed;

  private SlurmServer() {
    folder = LockedServerFolder.make("baton-slurm", path -> {});
    files = new SlurmFiles(folder.path());
    linuxNamespaces = LinuxNamespaces.open(folder.path());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts a cluster that only the caller uses and must close. */
  public static SlurmServer started() {
    if (!TestServerProcess.isRoot()) {
      throw InstalledPrograms.skipOrFail("Slurm", "Slurm's daemons run as root only");
    }
    for (String program :
        List.of("munged", "slurmdbd", CONTROLLER, "slurmd", "sbatch", "sacctmgr")) {
      InstalledPrograms.program("Slurm", List.of(Path.of("/usr/sbin")), program);
    }
    SlurmServer server = new SlurmServer();
    try {
      server.start();
    } catch (RuntimeException | Error e) {
      try {
        server.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
    return server;
  }

  /**
   * Returns the cluster that all tests of this JVM share. The server starts at the first call. A
   * test that stops a part of it must start the part again.
   */
  public static synchronized SlurmServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /**
   * Returns the configuration with which commands find the cluster, the value of {@code
   * SLURM_CONF}.
   */
  public Path configuration() {
    return files.configuration();
  }

  /** Returns the configuration of a cluster that does not run. */
  public Path configurationOfDeadServer() {
    return files.configurationOfDeadServer();
  }

  /** Returns a folder that jobs see too. It is removed with the cluster. */
  public Path sharedFolder() {
    return files.jobs();
  }

  /**
   * Waits until no job is pending and the controller has saved all jobs. The controller saves every
   * few seconds, and a crash loses later changes.
   */
  public void awaitSaved() {
    await("placement of the pending jobs")
        .atMost(BOUND)
        // A crash may have lost the cancellation of an earlier marker job.
        .until(this::pending, names -> names.stream().allMatch(name -> name.startsWith(MARK)));
    String mark = MARK + UUID.randomUUID();
    output("sbatch", "--hold", "--job-name=" + mark, "--output=/dev/null", "--wrap=true");
    await("saved jobs").atMost(BOUND).until(() -> files.savedJobs().contains(mark));
    output("scancel", "--name=" + mark);
  }

  private List<String> pending() {
    return output("squeue", "--noheader", "--states=PENDING", "--Format=Name:80").lines().toList();
  }

  /** Kills the controller as a power cut does. Jobs keep running. */
  public void killController() {
    Process controller = servers.get(CONTROLLER);
    if (controller != null) {
      LinuxNamespaces.kill(controller);
    }
  }

  /** Starts the controller after a kill, and waits until it answers. */
  public void startController() {
    launch(CONTROLLER, "-D");
    awaitAnswer(CONTROLLER, "scontrol", "ping");
  }

  /**
   * Makes the node take jobs again if Slurm has drained it. Slurm drains a node that already runs a
   * job when the controller starts the job there, as it does after it lost the record of the start.
   */
  public void resumeDrainedNode() {
    if (output("sinfo", "--noheader", "--format=%T").contains("drain")) {
      output("scontrol", "update", "NodeName=localhost", "State=RESUME");
    }
  }

  private void start() {
    files.write(MariaDbServer.shared());
    launch("munged", files.munged().toArray(String[]::new));
    launch("slurmdbd", "-D");
    awaitAnswer("slurmdbd", "sacctmgr", "--noheader", "show", "cluster");
    linuxNamespaces.run(
        "sacctmgr", slurm("sacctmgr", "--immediate", "add", "cluster", SlurmFiles.CLUSTER));
    launch("slurmd", "-D", "-N", SlurmFiles.NODE);
    startController();
    awaitAnswer("slurmd", "sh", "-c", "sinfo --noheader --format=%T | grep -q idle");
  }

  private void launch(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    servers.put(name, linuxNamespaces.start(name, slurm(command.toArray(String[]::new))));
  }

  private List<String> slurm(String... command) {
    List<String> full = new ArrayList<>(List.of("env", "SLURM_CONF=" + configuration()));
    // Packages install servers in /usr/sbin.
    full.add("PATH=" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin");
    full.addAll(List.of(command));
    return full;
  }

  private void awaitAnswer(String server, String... probe) {
    await(server + " in " + folder.path())
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          requireAlive();
          return linuxNamespaces.run("probe", slurm(probe));
        });
  }

  private void requireAlive() {
    servers.forEach((name, process) -> {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name
                + " ended with exit code "
                + process.exitValue()
                + ":\n"
                + linuxNamespaces.lastLogLines(name));
      }
    });
  }

  /**
   * Runs a Slurm command outside the namespaces of the cluster and returns its output.
   *
   * @throws IllegalStateException if the command fails
   */
  public String output(String... command) {
    try {
      Process process = new ProcessBuilder(slurm(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), SlurmFiles.TEXT);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops the cluster and removes everything that it left. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    linuxNamespaces.close();
    folder.close();
    if (!Thread.currentThread().equals(hook)) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
