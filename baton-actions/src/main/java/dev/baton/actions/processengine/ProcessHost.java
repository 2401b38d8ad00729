// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineCheck;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.FolderIdentity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the identity, the capacity and the load of this host. */
final class ProcessHost {

  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final int KIBIBYTE = 1024;
  private static final Path PROCESSES = Path.of("/proc/self/ns/pid");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ProcessHost() {}

  /**
   * Returns the place of the engine. Its identity consists of the host and the folder: a folder may
   * move to another host or be shared by two hosts, but its programs run on only one host.
   */
  static EnginePlace place(Path folder) throws IOException {
    String host = ProcessFiles.textOf(HOST_NAME).strip();
    String identity = FolderIdentity.of(folder);
    Map<String, String> marks = new LinkedHashMap<>();
    processes().ifPresent(processes -> marks.put("processes", processes + "/" + identity));
    marks.put("host", host + "/" + identity);
    return EnginePlace.marked(marks, "host " + host + ", " + folder);
  }

  /**
   * Returns an id of the processes that Baton can see: of one boot of the host and one PID
   * namespace. The identity of the place contains this id and the host name, because either can
   * change while the other stays the same: the id changes when the host is booted again, and the
   * host name may change at any time, for example by DHCP.
   */
  private static Optional<String> processes() throws IOException {
    try {
      Path namespace = Files.readSymbolicLink(PROCESSES);
      return Optional.of(ProcessIdentity.bootOfHost() + ":" + namespace);
    } catch (NotLinkException | NoSuchFileException | AccessDeniedException e) {
      return Optional.empty();
    }
  }

  private static List<EngineCheck.Operation> operations(Path folder, ProcessCgroups cgroups) {
    List<EngineCheck.Operation> operations = new ArrayList<>();
    operations.add(writing("keep jobs in " + folder, folder));
    if (cgroups.memory() != null) {
      operations.add(writing("limit memory by " + cgroups.memory(), cgroups.memory()));
    }
    if (cgroups.cpu() != null) {
      operations.add(writing("limit cpu by " + cgroups.cpu(), cgroups.cpu()));
    }
    return operations;
  }

  private static EngineCheck.Operation writing(String name, Path folder) {
    String refusal =
        !Files.isDirectory(folder)
            ? "the folder does not exist"
            : Files.isWritable(folder) ? null : "the folder cannot be written to";
    return EngineCheck.Operation.needed(name, refusal);
  }

  static EngineCheck check(Path folder, ProcessCgroups cgroups, long jobs) {
    Long total = memory("MemTotal:");
    Long available = memory("MemAvailable:");
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new EngineCheck(
        "processes of this host",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        folder.toString(),
        new EngineCheck.Amount(
            BigDecimal.valueOf(Runtime.getRuntime().availableProcessors()), total, null),
        new EngineCheck.Amount(
            load < 0 ? null : BigDecimal.valueOf(load),
            total == null || available == null ? null : total - available,
            jobs),
        operations(folder, cgroups));
  }

  private static @Nullable Long memory(String field) {
    try {
      List<String> lines = Files.readAllLines(MEMORY);
      return lines.stream()
          .filter(line -> line.startsWith(field))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
