// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineCheck;
import dev.baton.error.UnavailableException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the cluster: its controller, its version, its capacity, its load and the permitted
 * operations.
 */
record CheckSlurm(SlurmSettings settings, SlurmCommands commands, SlurmQueue queue) {

  private static final Pattern CONTROLLER = Pattern.compile("Slurmctld\\(.*?\\) at (\\S+) is UP");
  private static final Pattern CPUS = Pattern.compile("(\\d+)/(\\d+)/\\d+/\\d+");
  private static final long MEBIBYTE = 1 << 20;
  private static final int FIELDS = 5;

  /** The processors and the memory of all nodes together; the memory is in MiB. */
  private static final class Sum {
    private long cpus;
    private long usedCpus;
    private long memory;
    private long usedMemory;
  }

  /**
   * Contacts the controller. Returns its address. Unlike other commands, {@code scontrol ping}
   * returns at once when the controller does not answer.
   *
   * @throws UnavailableException if the controller does not answer
   */
  String requireAnswer() {
    SlurmCommands.CommandResult commandResult = commands.run(List.of("scontrol", "ping"), "");
    Matcher matcher = CONTROLLER.matcher(commandResult.output());
    if (!matcher.find()) {
      throw new UnavailableException(
          "no Slurm controller answers: "
              + commandResult
                  .output()
                  .lines()
                  .findFirst()
                  .orElse(SlurmErrors.messageOf(commandResult)));
    }
    return matcher.group(1);
  }

  EngineCheck check() {
    String controller = requireAnswer();
    SlurmCommands.CommandResult version = commands.run(List.of("sinfo", "--version"), "");
    Sum sum = new Sum();
    nodes().values().forEach(fields -> add(sum, fields));
    return new EngineCheck(
        "Slurm",
        version.output().strip().replaceFirst("^\\S*slurm\\S* ", ""),
        controller,
        new EngineCheck.Amount(BigDecimal.valueOf(sum.cpus), sum.memory * MEBIBYTE, null),
        new EngineCheck.Amount(
            BigDecimal.valueOf(sum.usedCpus), sum.usedMemory * MEBIBYTE, queue.queue().active()),
        operations());
  }

  private List<EngineCheck.Operation> operations() {
    List<String> submit = new ArrayList<>(List.of("sbatch", "--test-only", "--ntasks=1"));
    submit.addAll(settings.submission());
    SlurmCommands.CommandResult submitted = commands.run(submit, "#!/bin/sh\ntrue\n");
    SlurmCommands.CommandResult accounted =
        commands.run(List.of("sacct", "--noheader", "--allocations", "--format=JobID"), "");
    return List.of(
        EngineCheck.Operation.needed("submit jobs", refusal(submitted)),
        // This operation is optional. Without accounting, the engine reads from its files how a
        // Slurm job ended that Slurm has forgotten.
        new EngineCheck.Operation("read accounting", refusal(accounted), false),
        EngineCheck.Operation.needed(
            "write to folder " + settings.folder(), folder(settings.folder())));
  }

  private static @Nullable String refusal(SlurmCommands.CommandResult commandResult) {
    return commandResult.code() == 0 ? null : SlurmErrors.messageOf(commandResult);
  }

  private static @Nullable String folder(Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && Files.isWritable(there) ? null : "the folder cannot be written to";
  }

  /**
   * Returns the fields of each node once; {@code sinfo} lists a node for each of its partitions.
   */
  private Map<String, String[]> nodes() {
    SlurmCommands.CommandResult commandResult =
        commands.run(
            List.of(
                "sinfo",
                "--noheader",
                "--Node",
                "--Format=NodeHost:|,CPUsState:|,Memory:|,AllocMem:|,StateLong:|"),
            "");
    if (commandResult.code() != 0) {
      throw new UnavailableException(
          "cannot list the nodes: " + SlurmErrors.messageOf(commandResult));
    }
    Map<String, String[]> nodes = new HashMap<>();
    commandResult
        .output()
        .lines()
        .map(line -> line.split("\\|", -1))
        .filter(fields -> fields.length >= FIELDS)
        .forEach(fields -> nodes.put(fields[0], fields));
    return nodes;
  }

  private static void add(Sum sum, String[] fields) {
    Matcher cpus = CPUS.matcher(fields[1].strip());
    if (!cpus.matches() || !isMemory(fields[2]) || !isMemory(fields[3])) {
      return;
    }
    // Processors of nodes that are down or drained are neither used nor idle. Therefore they do not
    // count as capacity.
    long used = Long.parseLong(cpus.group(1));
    long usable = used + Long.parseLong(cpus.group(2));
    sum.cpus += usable;
    sum.usedCpus += used;
    if (usable > 0) {
      sum.memory += Long.parseLong(fields[2].strip());
      sum.usedMemory += Long.parseLong(fields[3].strip());
    }
  }

  private static boolean isMemory(String text) {
    return text.strip().matches("\\d{1,15}");
  }
}
