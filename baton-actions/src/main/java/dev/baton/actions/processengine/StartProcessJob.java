// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineProgram;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the supervisor of the program of an engine job, which outlives this process. Several
 * supervisors may be started for one engine job; the script ensures that only one of them runs the
 * program.
 */
record StartProcessJob(ProcessFiles files, ProcessCgroups cgroups, ProcessKeeper keeper) {

  private static final String BATONS_OWN = "BATON_";

  /** No system refuses a program whose arguments and environment are shorter in total. */
  private static final int NEVER_TOO_LONG = 60_000;

  /**
   * Checks that the host has all required programs.
   *
   * @throws UnavailableException if programs are missing; the message names all required programs
   */
  static void requireHost() {
    if (!ProcessKeeper.isAvailable() || !Files.isDirectory(PROC)) {
      throw new UnavailableException(
          "engine jobs as processes need Linux with the programs setsid, sh and sleep; one of them"
              + " is missing on this host");
    }
  }

  private static final Path PROC = Path.of("/proc/self");

  void run(EngineSpec spec, String uid) throws IOException {
    Path dir = Path.of(spec.program().workdir() == null ? "" : spec.program().workdir());
    Map<String, String> environment = environment(spec.program());
    List<String> words = new ArrayList<>(spec.program().command());
    words.addAll(spec.program().args());
    switch (search(words, environment, dir.toAbsolutePath())) {
      case ProgramLookup.LookupResult.Failed failed -> fail(failed);
      case ProgramLookup.LookupResult.Found found -> {
        words.set(0, found.program().toString());
        start(words, environment, dir, spec, uid);
      }
    }
  }

  private static ProgramLookup.LookupResult search(
      List<String> words, Map<String, String> environment, Path dir) {
    if (!Files.isDirectory(dir)) {
      return new ProgramLookup.LookupResult.Failed(
          ProgramLookup.CANNOT_EXECUTE,
          "workdir '" + dir + "' is not a directory on this executor");
    }
    return ProgramLookup.find(words.getFirst(), environment, dir);
  }

  /** Writes the failure in the same form as the shell does. */
  private void fail(ProgramLookup.LookupResult.Failed failed) throws IOException {
    if (ProcessFiles.writeFirst(files.pid(), "")) {
      Files.writeString(files.cause(), "cannot-start " + failed.message());
      Files.writeString(files.exit(), String.valueOf(failed.code()));
    }
  }

  private void start(
      List<String> program, Map<String, String> environment, Path dir, EngineSpec spec, String uid)
      throws IOException {
    String job = files.path().toString();
    String groups = cgroups.make(files.name(), spec.resources());
    Optional<ProgramLookup.LookupResult.Failed> tooLong =
        tooLong(ProcessKeeper.prefix(job, groups), program, environment);
    if (tooLong.isPresent()) {
      // Another attempt would have the same arguments, which would be too long again. Therefore the
      // failure is final.
      fail(tooLong.get());
      return;
    }
    List<String> words = new ArrayList<>();
    words.addAll(List.of(job, uid, seconds(spec.lifetime().timeout()), groups));
    words.add(dir.toAbsolutePath().toString());
    words.add(exports(own(spec.program())));
    words.addAll(program);
    keeper.run(words);
  }

  /**
   * Asks the system whether it would execute a program with these words and variables, if they are
   * long. A program is started for that, which does nothing.
   */
  private static Optional<ProgramLookup.LookupResult.Failed> tooLong(
      List<String> prefix, List<String> program, Map<String, String> environment)
      throws IOException {
    long length = program.stream().mapToLong(String::length).sum();
    length +=
        environment.entrySet().stream()
            .mapToLong(variable -> variable.getKey().length() + variable.getValue().length())
            .sum();
    if (length < NEVER_TOO_LONG) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(prefix);
    words.set(words.indexOf("-c") + 1, "exit 0");
    words.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      ProcessStarter.start(builder).destroyForcibly();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(ProgramLookup.tooLong(e).orElseThrow(() -> e));
    }
  }

  /**
   * Returns shell text that exports variables. A failure of one export, such as of a variable that
   * the shell itself reserves, does not prevent the others.
   */
  private static String exports(Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    variables.forEach((name, value) ->
        text.append("command export ")
            .append(name)
            .append('=')
            .append(ProcessKeeper.quoted(value))
            .append('\n'));
    return text.toString();
  }

  private static String seconds(@Nullable Duration timeout) {
    return timeout == null
        ? ""
        : timeout.toSeconds() + String.format(".%03d", timeout.toMillisPart());
  }

  /** The environment of the executor without the settings of Baton, which contain passwords. */
  static Map<String, String> inherited() {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith(BATONS_OWN));
    return environment;
  }

  /** The inherited environment plus the environment of the engine job. */
  private static Map<String, String> environment(EngineProgram program) {
    Map<String, String> environment = inherited();
    environment.putAll(own(program));
    return environment;
  }

  /** The variables and secrets of the engine job. */
  private static Map<String, String> own(EngineProgram program) {
    Map<String, String> variables = new LinkedHashMap<>(program.env());
    program
        .secrets()
        .forEach((variable, secret) -> {
          if (secret instanceof EngineSecret.Value value) {
            variables.put(variable, value.value());
          }
        });
    return variables;
  }
}
