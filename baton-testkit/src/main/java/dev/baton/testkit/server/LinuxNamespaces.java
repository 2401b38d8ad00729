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
 * Process and mount namespaces of their own for servers that start processes and mount file systems
 * by themselves. All of them end, and everything is unmounted, when the box is closed or when this
 * JVM ends, however it ends: the kernel sees to it, as the first process of the namespace goes.
 * Needs root.
 */
final class LinuxNamespaces implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(30);

  /** Folders of the host that the servers write to wherever they are told to: each sees its own. */
  private static final List<String> PRIVATE = List.of("/run", "/var/lib", "/var/log");

  /** What a kubelet would set for the whole machine: it finds its own values and is content. */
  private static final Map<String, String> TUNABLES =
      Map.of(
          "vm/overcommit_memory", "1",
          "vm/panic_on_oom", "0",
          "kernel/panic", "10",
          "kernel/panic_on_oops", "1",
          "kernel/keys/root_maxkeys", "1000000",
          "kernel/keys/root_maxbytes", "25000000");

  /** Of programs in Go that die: where their many threads were. */
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

  /** An empty one whose files are in that folder. */
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
            "no namespaces could be made:\n" + Files.readString(logs.resolve("box.log")));
      }
      return new LinuxNamespaces(logs, init, init.children().findFirst().orElseThrow().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mounts, tells, and lives until its input ends, collecting the orphans that it is given. */
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

  /** Starts a server; what it prints is appended to {@code logs/<name>.log}. */
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

  /** Runs a command to its end and answers whether it went well. */
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

  /** Ends a server as a power cut does. */
  static void kill(Process server) {
    List<ProcessHandle> all =
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join());
  }

  /** The end of what a server printed, for messages. */
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

  /** Ends everything in it and waits until it is gone. */
  @Override
  public void close() {
    kill(init);
  }
}
