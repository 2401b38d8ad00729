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
 * A real Slurm with one node on the loopback address, for tests: munged, slurmdbd on a MariaDB,
 * slurmctld and slurmd. Jobs share one folder tree with this process, as on a shared file system.
 * It needs root.
 *
 * <p>Its processes, those of its jobs included, go when it is closed or when the JVM ends, however
 * it ends; files that a killed JVM left go when the next one starts. Where Slurm is not installed,
 * the test is aborted, or fails if the environment variable {@code BATON_REQUIRE_SERVERS} is {@code
 * 1}.
 */
public final class SlurmServer implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String MARK = "mark-";
  private static final String CONTROLLER = "slurmctld";

  // Guarded by the class.
  private static @Nullable SlurmServer shared;

  private final Thread hook = new Thread(this::close, "baton-test-slurm-close");
  private final LockedServerFolder folder;
  private final SlurmFiles files;
  private final LinuxNamespaces linuxNamespaces;
  private final Map<String, Process> servers = new ConcurrentHashMap<>();
  // Guarded by this.
  private boolean closed;

  private SlurmServer() {
    folder = LockedServerFolder.make("baton-slurm", path -> {});
    files = new SlurmFiles(folder.path());
    linuxNamespaces = LinuxNamespaces.open(folder.path());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A cluster of the caller's own, running; to be closed. */
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
      server.close();
      throw e;
    }
    return server;
  }

  /** The cluster of this JVM, started on first use. Who stops a part of it starts it again. */
  public static synchronized SlurmServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** The configuration by which commands find the cluster: {@code SLURM_CONF}. */
  public Path configuration() {
    return files.configuration();
  }

  /** A configuration of a cluster of which nothing runs. */
  public Path configurationOfDeadServer() {
    return files.configurationOfDeadServer();
  }

  /** A folder that jobs see too; goes with the server. */
  public Path sharedFolder() {
    return files.jobs();
  }

  /**
   * Waits until the controller has saved all jobs that it has started or let wait: it does so every
   * few seconds, and what came later is lost in a crash.
   */
  public void awaitSaved() {
    await("jobs without a place")
        .atMost(BOUND)
        // The end of an earlier mark may have been lost in a crash.
        .until(this::pending, names -> names.stream().allMatch(name -> name.startsWith(MARK)));
    String mark = MARK + UUID.randomUUID();
    output("sbatch", "--hold", "--job-name=" + mark, "--output=/dev/null", "--wrap=true");
    await("saved jobs").atMost(BOUND).until(() -> files.savedJobs().contains(mark));
    output("scancel", "--name=" + mark);
  }

  private List<String> pending() {
    return output("squeue", "--noheader", "--states=PENDING", "--Format=Name:80").lines().toList();
  }

  /** Ends the controller as a power cut does; what runs goes on. */
  public void killController() {
    Process controller = servers.get(CONTROLLER);
    if (controller != null) {
      LinuxNamespaces.kill(controller);
    }
  }

  /** Starts the controller after it was killed, and waits until it answers. */
  public void startController() {
    launch(CONTROLLER, "-D");
    awaitAnswer(CONTROLLER, "scontrol", "ping");
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
    // Where packages put servers.
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
                + " ended with "
                + process.exitValue()
                + ":\n"
                + linuxNamespaces.lastLogLines(name));
      }
    });
  }

  /**
   * What a command of Slurm prints, run by this process.
   *
   * @throws IllegalStateException if it fails
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

  /** Ends it and removes all that it left. Idempotent. */
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
