// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineProgram;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.ScriptResource;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two scripts of an engine job. Slurm receives the first script, stores it and shows it
 * to users; this script does not contain the program. The second script contains the program. Only
 * its owner can read its file, and the script removes the file when it starts, unless the program
 * may have to start again.
 */
final class SlurmJobScripts {

  private static final Pattern SHELL_VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Shell variables that cannot be set, or that the shell changes itself. */
  private static final Set<String> SHELLS_OWN =
      Set.of(
          "_",
          "UID",
          "EUID",
          "PPID",
          "RANDOM",
          "SRANDOM",
          "SECONDS",
          "LINENO",
          "HISTCMD",
          "FUNCNAME",
          "GROUPS",
          "DIRSTACK",
          "SHELLOPTS",
          "BASHOPTS",
          "OPTIND",
          "IFS");

  private SlurmJobScripts() {}

  /**
   * Returns the script that Slurm runs.
   *
   * @param isRequeued whether Slurm may start the engine job again, so that the script of the
   *     program is kept
   */
  static String batch(EngineSpec spec, String uid, SlurmJobFolder files, boolean isRequeued) {
    Duration timeout = spec.lifetime().timeout();
    String seconds =
        timeout == null ? "" : String.valueOf(Math.max(1, timeout.plusMillis(999).toSeconds()));
    return String.join(
        "\n",
        "#!/bin/sh",
        "_baton_job=" + quoted(files.path().toString()),
        "_baton_uid=" + uid,
        "_baton_timeout=" + seconds,
        "_baton_repeats=" + spec.lifetime().backoffLimit(),
        "_baton_keep=" + (isRequeued || spec.lifetime().backoffLimit() > 0 ? "1" : ""),
        ScriptResource.read(SlurmJobScripts.class, "batch.sh"),
        "");
  }

  /** Returns the script that runs the program with its environment. */
  static String run(EngineSpec spec) {
    EngineProgram command = spec.program();
    List<String> lines = new ArrayList<>();
    // A shell variable that is not exported, so that the program does not receive it.
    lines.add("_baton_cause=$1/cause");
    lines.add("[ -n \"$2\" ] || rm -f \"$1/run\"");
    lines.add("echo \"$$\" >\"$1/pid\"");
    command.env().forEach((name, value) -> export(lines, name, value));
    command.secrets().forEach((name, secret) -> export(lines, name, value(name, secret)));
    lines.add(enter(command.workdir()));
    String program = command.command().getFirst();
    lines.add(
        unless(
            "command -v " + quoted(program),
            "command '" + program + "' is not found, or not executable, on this node",
            127));
    String failed = cannotStart("command '" + program + "' cannot be executed on this node");
    lines.add("trap " + quoted(failed + " >\"$_baton_cause\"") + " EXIT");
    lines.add("exec " + words(command));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Returns the command that enters the working directory. This is never the folder in which the
   * engine stores its engine jobs, because programs write files into their working directory.
   */
  private static String enter(@Nullable String workdir) {
    return workdir == null
        ? unless("cd \"$1/work\"", "the folder of the job does not exist on this node", 126)
        : unless(
            "cd " + quoted(workdir), "workdir '" + workdir + "' is not a folder on this node", 126);
  }

  private static void export(List<String> lines, String name, String value) {
    if (isExported(name)) {
      lines.add("export " + name + "=" + quoted(value));
    }
  }

  private static boolean isExported(String name) {
    return SHELL_VARIABLE.matcher(name).matches()
        && !SHELLS_OWN.contains(name)
        && !name.startsWith("BASH_")
        && !name.startsWith("_baton_");
  }

  /**
   * Refuses secrets whose variable a shell cannot export. Such a secret would have to be an
   * argument of the command {@code env}, which every user of the node can see for a moment.
   */
  static void check(String engine, Map<String, EngineSecret> secrets) {
    secrets.forEach((name, secret) -> {
      value(name, secret);
      if (!isExported(name)) {
        throw new InvalidInputException(
            "secrets has the variable '"
                + name
                + "'; allowed by engine '"
                + engine
                + "': letters, digits and '_', but no variable that the shell itself sets");
      }
    });
  }

  private static String value(String name, EngineSecret secret) {
    return switch (secret) {
      case EngineSecret.Value value -> value.value();
      case EngineSecret.Kept kept ->
          throw new InvalidInputException(
              "secrets refers to '" + name + "' in the engine, but Slurm stores no secrets");
    };
  }

  private static String unless(String test, String message, int code) {
    return "if ! "
        + test
        + " >/dev/null 2>&1; then "
        + cannotStart(message)
        + " >\"$_baton_cause\"; exit "
        + code
        + "; fi";
  }

  private static String cannotStart(String message) {
    // Line ends become spaces, because the message is stored in one line.
    return "printf '%s\\n' " + quoted("cannot-start " + message.replaceAll("\\R", " "));
  }

  private static String words(EngineProgram command) {
    String program =
        java.util.stream.Stream.concat(command.command().stream(), command.args().stream())
            .map(SlurmJobScripts::quoted)
            .collect(Collectors.joining(" "));
    String odd =
        command.env().entrySet().stream()
            .filter(variable -> !isExported(variable.getKey()))
            .map(variable -> " " + quoted(variable.getKey() + "=" + variable.getValue()))
            .collect(Collectors.joining());
    return odd.isEmpty() ? program : "env" + odd + " " + program;
  }

  /** Quotes a text as one shell word. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
