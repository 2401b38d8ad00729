// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Process and mount namespaces for servers that start processes and mount file systems. When the
 * namespaces are closed or this JVM ends in any way, all their processes end and all file systems
 * are unmounted: the kernel does that when the first process of the namespace ends. Needs root.
 */
final class LinuxNamespaces implements AutoCloseable {

  private static final Duration BOUND = Duration.ofMinutes(4);

  /**
   * Folders of the host that the servers use whatever their configuration says. Each object mounts
   * private folders over them.
   */
  private static final List<String> PRIVATE = List.of("/run", "/var/lib", "/var/log");

  /**
   * Kernel parameters that a kubelet would set for the whole machine. Files with these values are
   * mounted over them, so the kubelet finds its values and changes nothing.
   */
  private static final Map<String, String> TUNABLES =
      Map.of(
          "vm/overcommit_memory", "1",
          "vm/panic_on_oom", "0",
          "kernel/panic", "10",
          "kernel/panic_on_oops", "1",
          "kernel/keys/root_maxkeys", "1000000",
          "kernel/keys/root_maxbytes", "25000000");

  /** Lines of the stack traces that dying Go programs print for their many threads. */
  private static final Pattern TRACE =
      Pattern.compile("^(goroutine |created by |\\s|\\S+\\(.*\\)$|$)");

  private static final int LINES = 20;

  private final Path logs;
  private final Process init;
  private final long pid;

  private LinuxNamespaces(Path logs, Process init, long pid) {
    this.logs = logs;
    this.init = init;
    this.pid = pid;
  }

  /** Opens empty namespaces. Their files are in the given folder. */
  static LinuxNamespaces open(Path folder) {
    try {
      Path logs = Files.createDirectories(folder.resolve("logs"));
      Process init =
          new ProcessBuilder(
                  "unshare",
                  "--mount",
                  "--pid",
                  "--fork",
                  "--kill-child",
                  "--mount-proc",
                  "bash",
                  "-ec",
                  script(folder))
              .redirectError(logs.resolve("box.log").toFile())
              .start();
      BufferedReader out =
          new BufferedReader(new InputStreamReader(init.getInputStream(), StandardCharsets.UTF_8));
      if (!"ready".equals(out.readLine())) {
        init.destroyForcibly();
        throw new IllegalStateException(
            "Linux namespaces could not be created:\n" + Files.readString(logs.resolve("box.log")));
      }
      return new LinuxNamespaces(logs, init, init.children().findFirst().orElseThrow().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the script of the first process. It mounts the private folders, prints "ready", runs
   * until its input ends, and reaps the orphans of the namespace.
   */
  private static String script(Path folder) {
    String mounts =
        PRIVATE.stream()
            .map(path -> mount(folder.resolve("private" + path), "mkdir -p %1$s", path))
            .collect(Collectors.joining());
    String tunables =
        TUNABLES.entrySet().stream()
            .map(entry ->
                mount(
                    folder.resolve("tunables").resolve(entry.getKey().replace('/', '.')),
                    "mkdir -p "
                        + folder.resolve("tunables")
                        + "; echo "
                        + entry.getValue()
                        + " > %1$s",
                    "/proc/sys/" + entry.getKey()))
            .collect(Collectors.joining());
    return mounts + tunables + "exec 3<&0; echo ready; cat <&3 >/dev/null & wait $!";
  }

  private static String mount(Path own, String make, String over) {
    return make.formatted(own) + "; mount --bind " + own + " " + over + "\n";
  }

  /** Starts a server and appends its output to {@code logs/<name>.log}. */
  Process start(String name, List<String> command) {
    List<String> full = new ArrayList<>();
    full.addAll(List.of("nsenter", "--target=" + pid, "--mount", "--pid", "--"));
    full.addAll(command);
    try {
      return new ProcessBuilder(full)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end and returns whether it succeeded. */
  boolean run(String name, List<String> command) {
    Process running = start(name, command);
    try {
      return running.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) && running.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      kill(running);
    }
  }

  /** Kills a server as a power cut does. */
  static void kill(Process server) {
    List<ProcessHandle> all =
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join());
  }

  /** Returns the last lines of the output of a server, for messages. */
  String lastLogLines(String name) {
    try {
      List<String> said =
          Files.readAllLines(log(name)).stream()
              .filter(line -> !TRACE.matcher(line).find())
              .toList();
      return String.join("\n", said.subList(Math.max(0, said.size() - LINES), said.size()));
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** Kills all processes of the namespaces and waits for their end. */
  @Override
  public void close() {
    kill(init);
  }
}
