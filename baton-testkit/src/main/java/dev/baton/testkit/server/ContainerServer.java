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
 * An engine for containers on a Unix socket in a folder of its own, with one image that is made on
 * the spot. It has no network, and pulls nothing. It needs root.
 *
 * <p>Its containers, their mounts and all files go when it is closed. What a test run that was
 * killed left behind goes when the next one starts.
 */
abstract class ContainerServer extends TestServerProcess {

  /** The image that is there: a shell and the usual commands, all of them BusyBox. */
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

  /** Root is needed for namespaces, mounts and control groups. */
  static void requireRoot(String server) {
    if (!isRoot()) {
      throw InstalledPrograms.skipOrFailMissing(server, "to be run by root");
    }
  }

  /** The address as clients take it, {@code unix://} and a path. */
  public final String address() {
    return "unix://" + socket();
  }

  final Path socket() {
    return folder.resolve("engine.sock");
  }

  /** The archive of the image's files. */
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

  /** Of servers of the same kind whose JVM is no more. */
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
      // It is being made, or removed, by another one.
      return false;
    }
  }

  /** Numbers of processes come again; moments of their start do not. */
  private static String identity(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Every process and mount of a server. */
  private static void removeLeftovers(Path folder) {
    ProcessTree.kill(ProcessTree.withCommandLine(folder + "/"));
    for (Path mount : mountsBelow(folder)) {
      try {
        // Lazily: what was killed may hold it for some more milliseconds.
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
