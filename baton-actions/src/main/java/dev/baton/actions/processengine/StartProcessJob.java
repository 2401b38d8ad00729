// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineProgram;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.ScriptResource;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the shell that supervises the program of an engine job and outlives this process. Several
 * shells may be started for one engine job; the script ensures that only one of them runs the
 * program.
 */
record StartProcessJob(ProcessFiles files, ProcessCgroups cgroups) {

  private static final Optional<Path> SETSID = ProgramLookup.findOnSystemPath("setsid");
  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");
  private static final Optional<Path> SLEEP = ProgramLookup.findOnSystemPath("sleep");
  private static final String SUPERVISE =
      ScriptResource.read(StartProcessJob.class, "supervise-job.sh");
  private static final String OWN = ScriptResource.read(StartProcessJob.class, "own-session.sh");
  private static final String BATONS_OWN = "BATON_";
  private static final Duration FORK = Duration.ofSeconds(30);

  /**
   * Checks that the host has all required programs.
   *
   * @throws UnavailableException if programs are missing; the message names all required programs
   */
  static void requireHost() {
    if (SETSID.isEmpty() || SHELL.isEmpty() || SLEEP.isEmpty() || !Files.isDirectory(PROC)) {
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
    List<String> words = new ArrayList<>();
    words.addAll(List.of(SETSID.orElseThrow().toString(), "--fork"));
    words.addAll(List.of(SHELL.orElseThrow().toString(), "-c", SUPERVISE, "baton-job"));
    words.addAll(List.of(files.path().toString(), uid, seconds(spec.lifetime().timeout())));
    words.addAll(List.of(SETSID.orElseThrow().toString(), SLEEP.orElseThrow().toString()));
    words.addAll(List.of(SHELL.orElseThrow().toString(), OWN));
    words.add(cgroups.make(files.name(), spec.resources()));
    words.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(dir.toAbsolutePath().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      awaitFork(builder.start());
    } catch (IOException e) {
      // Another attempt would have the same arguments, which would be too long again. Therefore the
      // failure is final.
      fail(ProgramLookup.tooLong(e).orElseThrow(() -> e));
    }
  }

  private static void awaitFork(Process process) throws IOException {
    try {
      if (!process.waitFor(FORK.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("setsid did not start a shell");
      }
    } catch (InterruptedException e) {
      // The shell starts the program although this thread does not wait for it.
      Thread.currentThread().interrupt();
    }
  }

  private static String seconds(@Nullable Duration timeout) {
    return timeout == null
        ? ""
        : timeout.toSeconds() + String.format(".%03d", timeout.toMillisPart());
  }

  /**
   * The environment of the executor without the settings of Baton, which contain passwords, plus
   * the environment of the engine job.
   */
  private static Map<String, String> environment(EngineProgram command) {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith(BATONS_OWN));
    environment.putAll(command.env());
    command
        .secrets()
        .forEach((variable, secret) -> {
          if (secret instanceof EngineSecret.Value value) {
            environment.put(variable, value.value());
          }
        });
    return environment;
  }
}
