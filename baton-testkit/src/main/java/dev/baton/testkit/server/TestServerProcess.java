// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs as a child process, with its data in its own folder. The process ends and the
 * folder is removed when the server is closed, or at the latest when the JVM ends.
 */
abstract class TestServerProcess implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(4);

  /**
   * The account under which the server must run if this process runs as root; null for the account
   * of this process.
   */
  private final @Nullable String account;

  private final Thread hook = new Thread(this::close, "baton-test-server-close");
  private final int port = freePort();
  final Path folder;
  // Both are guarded by the lock of this object.
  private @Nullable Process process;
  private boolean closed;

  TestServerProcess(String name, @Nullable String account) {
    this.account = isRoot() ? account : null;
    this.folder = newFolder(name, this.account);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Returns the command that runs the server in the foreground. */
  abstract List<String> command();

  /** Returns a command that exits with 0 when the server answers. */
  abstract List<String> probe();

  /** Returns the signal that ends the server quickly and cleanly. */
  abstract String stopSignal();

  /** Returns variables that are added to the environment of every command. */
  Map<String, String> environment() {
    return Map.of();
  }

  /** Called after the server has ended and before the folder is removed. */
  void cleanUp() {}

  /** Returns the port on the loopback address. It stays the same over restarts. */
  public final int port() {
    return port;
  }

  /** Starts the server, unless it runs, and waits until it answers. */
  public final synchronized void start() {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
    if (process != null && process.isAlive()) {
      return;
    }
    Process started = launch(command(), folder.resolve("server.log"));
    process = started;
    await("server in " + folder)
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          if (!started.isAlive()) {
            throw new IllegalStateException(
                "the server ended with exit code " + started.exitValue() + ":\n" + log());
          }
          return launch(probe(), folder.resolve("probe.log")).waitFor() == 0;
        });
  }

  /** Stops the server cleanly and keeps its data. */
  public final synchronized void stop() {
    if (process != null && process.isAlive()) {
      run(List.of("kill", "-" + stopSignal(), String.valueOf(process.pid())));
      if (!ends(process)) {
        kill();
      }
    }
  }

  /** Kills all processes of the server at once, as a power cut does, and keeps its data. */
  public final synchronized void kill() {
    if (process != null) {
      ProcessTree.kill(
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList());
      // The process counts as alive until this process, its parent, has reaped it.
      ends(process);
    }
  }

  /** Stops the server and starts it again on the same port with the same data. */
  public final synchronized void restart() {
    stop();
    start();
  }

  /** Stops the server and removes its data. Idempotent. */
  @Override
  public final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    stop();
    cleanUp();
    delete(folder);
    if (!Thread.currentThread().equals(hook)) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /**
   * Runs a command to its end.
   *
   * @throws IllegalStateException with the output of the command, if it fails
   */
  final void run(List<String> command) {
    runAndRead(command);
  }

  /** Runs a command to its end and returns its output. Fails as {@link #run}. */
  final String runAndRead(List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "command", ".log");
      Process running = launch(command, output);
      if (!ends(running) || running.exitValue() != 0) {
        running.destroyForcibly();
        throw new IllegalStateException(command + " failed:\n" + Files.readString(output));
      }
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Process launch(List<String> command, Path output) {
    List<String> full = new ArrayList<>();
    if (account != null) {
      // The program setpriv replaces itself by the command, so the process is the server and not a
      // wrapper.
      full.addAll(List.of("setpriv", "--reuid=" + account, "--regid=" + account, "--init-groups"));
    }
    full.addAll(command);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(full)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
      builder.environment().putAll(environment());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("server.log"));
  }

  static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder(String name, @Nullable String account) {
    Path parent =
        Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp")
            .map(Path::of)
            .filter(TestServerProcess::isTraversable)
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no temporary folder is open to every account"));
    Path folder =
        parent.resolve(
            "baton-" + name + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (account != null) {
        var accounts = folder.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(folder, accounts.lookupPrincipalByName(account));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether other accounts can enter every folder on the path. The account of the server must reach
   * its data.
   */
  private static boolean isTraversable(Path folder) {
    try {
      for (Path up = folder.toRealPath(); up != null; up = up.getParent()) {
        if (!Files.getPosixFilePermissions(up).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static void delete(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
