// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what Baton adds to the start of a program. */
@Command(
    name = "commands",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Runs the program true by a bare loop, by run_command and by the process engine, in turn,"
            + " and prints programs per second, the ratio to the bare loop, and CPU per program.")
final class CommandsCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  enum Output {
    text,
    json
  }

  @Option(names = "--programs", defaultValue = "3000", description = "Programs per measurement.")
  private int programs;

  @Option(names = "--rounds", defaultValue = "3", description = "Measurements of each kind.")
  private int rounds;

  @Option(names = "--threads", defaultValue = "32", description = "Programs that run at once.")
  private int threads;

  @Option(
      names = "--only",
      split = ",",
      description = "Measures only these besides the bare loop: run_command, process engine.")
  private List<String> only = List.of();

  @Option(names = "--output", defaultValue = "text", description = "${COMPLETION-CANDIDATES}.")
  private Output output = Output.text;

  /** The result of one measurement. */
  private record Row(
      int round, String system, double perSecond, double ratio, double cpuMicros, double load) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (CpuOfPrograms cpu = CpuOfPrograms.open();
        ProgramLoop bare = new BareProgramLoop(threads);
        ProgramLoop runCommand = new RunCommandLoop(threads);
        ProgramLoop engine = new ProcessEngineLoop(threads)) {
      List<ProgramLoop> loops =
          Stream.of(bare, runCommand, engine)
              .filter(loop -> loop.equals(bare) || only.isEmpty() || only.contains(loop.name()))
              .toList();
      for (ProgramLoop loop : loops) {
        // Loads and compiles the code.
        loop.run(Math.max(1, programs / 5));
      }
      for (int round = 1; round <= rounds; round++) {
        double bareRate = 0;
        for (ProgramLoop loop : loops) {
          Row row = measure(round, loop, bareRate, cpu);
          bareRate = loop.equals(bare) ? row.perSecond() : bareRate;
          rows.add(row);
          if (output == Output.text) {
            print(row);
          }
        }
      }
      if (output == Output.json) {
        System.out.println(
            JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document(rows, cpu)));
      } else {
        ThroughputCommand.print("CPU per program: %s", cpu.scope());
      }
    }
    return 0;
  }

  private Row measure(int round, ProgramLoop loop, double bareRate, CpuOfPrograms cpu)
      throws IOException, InterruptedException {
    loop.prepare(programs);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    long cpuBefore = cpu.micros();
    long start = System.nanoTime();
    loop.run(programs);
    double perSecond = programs / ThroughputCommand.seconds(start);
    double cpuMicros = (cpu.micros() - cpuBefore) / (double) programs;
    return new Row(
        round, loop.name(), perSecond, bareRate == 0 ? 1 : perSecond / bareRate, cpuMicros, load);
  }

  private static void print(Row row) {
    ThroughputCommand.print(
        "round %d, %s: %,.0f programs/s, %.2f of the bare loop, %,.0f µs CPU per program, load"
            + " %.1f",
        row.round(), row.system(), row.perSecond(), row.ratio(), row.cpuMicros(), row.load());
  }

  private ObjectNode document(List<Row> rows, CpuOfPrograms cpu) {
    ObjectNode document = JSON.createObjectNode();
    document.put("threads", threads).put("programs", programs).put("cpuScope", cpu.scope());
    ArrayNode array = document.putArray("commands");
    for (Row row : rows) {
      array
          .addObject()
          .put("round", row.round())
          .put("system", row.system())
          .put("jobsPerSecond", row.perSecond())
          .put("ratio", row.ratio())
          .put("cpuMicrosPerJob", row.cpuMicros())
          .put("load", row.load());
    }
    return document;
  }
}
