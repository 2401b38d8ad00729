// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.baton.config.ProcessKind;
import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.console.PrintableText;
import dev.baton.doctor.CheckInstallation;
import dev.baton.doctor.CheckResult;
import dev.baton.error.InvalidInputException;
import dev.baton.launch.ProcessOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code baton doctor}: checks what a process would need on this machine. */
@Command(
    footer = {
      "  baton doctor                                       what 'baton up' would find here",
      "  baton doctor server --store jdbc:postgresql://db/baton",
      "  baton doctor executor --endpoint http://baton:8765 --output json",
      "",
      "Give it the flags and variables of the process. It starts nothing and changes nothing.",
      "Exit codes: 0 no fault (perhaps warnings), 1 a fault, 2 a wrong setting."
    })
final class DoctorCommand extends ProcessCommand {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FORMATS = List.of("table", "json");

  @Parameters(
      arity = "0..1",
      paramLabel = "PROCESS",
      description = "up, server, executor or distributor (default: up)")
  String process = "up";

  @Option(names = "--output", paramLabel = "FORMAT", description = "table or json (default: table)")
  String output = "table";

  DoctorCommand(CommandContext commandContext) {
    super(
        commandContext,
        Stream.of(ProcessKind.UP, ProcessKind.EXECUTOR)
            .flatMap(kind -> SettingKey.flagsOf(kind).stream())
            .distinct()
            .toList());
  }

  @Override
  int run(ProcessOptions options) {
    if (!FORMATS.contains(output)) {
      throw new InvalidInputException(
          "output is '" + output + "'; allowed: " + String.join(", ", FORMATS));
    }
    ProcessKind kind = kind();
    boolean isJson = output.equals("json");
    List<CheckResult> results =
        new CheckInstallation(kind, options, context).run(isJson ? result -> {} : this::print);
    if (isJson) {
      printJson(results);
    } else {
      print("");
      print(summary(results));
    }
    return count(results, CheckResult.Severity.FAULT) > 0 ? ExitCode.FAILED : ExitCode.OK;
  }

  private ProcessKind kind() {
    return Arrays.stream(ProcessKind.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(process))
        .findFirst()
        .orElseThrow(() ->
            new InvalidInputException(
                "process is '" + process + "'; allowed: up, server, executor, distributor"));
  }

  private void print(CheckResult result) {
    String severity = result.severity().name().toLowerCase(Locale.ROOT);
    context.printNow(
        String.format("%-8s %-12s %s", severity, result.area(), PrintableText.text(result.text())));
  }

  private static String summary(List<CheckResult> results) {
    long faults = count(results, CheckResult.Severity.FAULT);
    long warnings = count(results, CheckResult.Severity.WARNING);
    return faults + warnings == 0
        ? "No faults."
        : faults
            + (faults == 1 ? " fault, " : " faults, ")
            + warnings
            + (warnings == 1 ? " warning." : " warnings.");
  }

  private static long count(List<CheckResult> results, CheckResult.Severity severity) {
    return results.stream().filter(result -> result.severity() == severity).count();
  }

  private void printJson(List<CheckResult> results) {
    ArrayNode array = JSON.createArrayNode();
    results.forEach(result ->
        array
            .addObject()
            .put("severity", result.severity().name().toLowerCase(Locale.ROOT))
            .put("area", result.area())
            .put("text", result.text()));
    print(array.toPrettyString());
  }
}
