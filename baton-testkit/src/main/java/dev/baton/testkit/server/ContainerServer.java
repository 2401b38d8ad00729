// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A container engine on a Unix socket with its own folder and one image that is made locally. It
 * has no network and pulls nothing. It needs root.
 *
 * <p>When it is closed, its containers, their mounts and all files are removed. Leftovers of a
 * killed test run are removed when the next server starts.
 */
abstract class ContainerServer extends TestServerProcess {

  /** The only image: a shell and the usual commands, all provided by BusyBox. */
  public static final String IMAGE = "baton/busybox:1";

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private final String busyBox;

  ContainerServer(String name) {
    super(name, null);
    busyBox =
        InstalledPrograms.program(
            "BusyBox", List.of(Path.of("/usr/bin"), Path.of("/bin")), "busybox");
    removeLeftovers(name);
    write("owner", identity(ProcessHandle.current()));
  }

  /** Skips or fails the test without root, which namespaces, mounts and control groups need. */
  static void requireRoot(String server) {
    if (!isRoot()) {
      throw InstalledPrograms.skipOrFailMissing(server, "to be run by root");
    }
  }

  /** Returns the address in the form that clients expect, {@code unix://} and a path. */
  public final String address() {
    return "unix://" + socket();
  }

  final Path socket() {
    return folder.resolve("engine.sock");
  }

  /** Makes the archive of the files of the image. */
  final Path rootFileSystem() {
    Path root = folder.resolve("rootfs");
    Path archive = folder.resolve("rootfs.tar");
    try {
      for (String name : List.of("bin", "etc", "tmp", "proc", "sys", "dev", "root")) {
        Files.createDirectories(root.resolve(name));
      }
      for (String command : output(List.of(busyBox, "--list")).lines().toList()) {
        Files.createSymbolicLink(root.resolve("bin").resolve(command), Path.of("busybox"));
      }
      Files.copy(
          Path.of(busyBox), root.resolve("bin/busybox"), StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(
          root.resolve("bin/busybox"), Files.getPosixFilePermissions(Path.of(busyBox)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write("rootfs/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
    write("rootfs/etc/group", "root:x:0:\n");
    run(List.of("chmod", "1777", root.resolve("tmp").toString()));
    run(List.of("tar", "-C", root.toString(), "-cf", archive.toString(), "."));
    return archive;
  }

  final void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void cleanUp() {
    removeLeftovers(folder);
  }

  private String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Removes the leftovers of servers of the same kind whose JVM has ended. */
  private void removeLeftovers(String name) {
    try (Stream<Path> siblings = Files.list(folder.getParent())) {
      siblings
          .filter(sibling -> sibling.getFileName().toString().startsWith("baton-" + name + "-"))
          .filter(ContainerServer::isAbandoned)
          .forEach(sibling -> {
            removeLeftovers(sibling);
            delete(sibling);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path folder) {
    try {
      String owner = Files.readString(folder.resolve("owner"));
      return ProcessHandle.allProcesses().noneMatch(process -> identity(process).equals(owner));
    } catch (IOException e) {
      // Another process creates or removes the folder at this moment.
      return false;
    }
  }

  /** Identifies a process by its id and start time, because process ids are reused. */
  private static String identity(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Kills every process of a server and unmounts its mounts. */
  private static void removeLeftovers(Path folder) {
    ProcessTree.kill(ProcessTree.withCommandLine(folder + "/"));
    for (Path mount : mountsBelow(folder)) {
      try {
        // Lazily, because a killed process may hold the mount for some more milliseconds.
        new ProcessBuilder("umount", "--lazy", mount.toString()).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<Path> mountsBelow(Path folder) {
    try (Stream<String> mounts = Files.lines(MOUNTS)) {
      return mounts
          .map(line -> Path.of(line.split(" ", -1)[MOUNT_POINT]))
          .filter(mount -> mount.startsWith(folder))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
