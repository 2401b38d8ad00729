// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.engine.EngineCheck;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.launch.EngineChoice;
import dev.baton.launch.EngineDriversPlugin;
import dev.baton.launch.ProcessOptions;
import dev.baton.plugin.PluginLoader;
import dev.baton.service.Clock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks that the engines of an executor answer and permit what executors need. */
record CheckEngine(ProcessOptions options, Clock clock) {

  private static final String AREA = "engine";

  List<CheckResult> run() {
    Path folder = folder();
    try {
      return run(folder);
    } finally {
      delete(folder);
    }
  }

  /** Engines create their folders, and a check of a machine leaves nothing in the data folder. */
  private static Path folder() {
    try {
      return Files.createTempDirectory("baton-doctor");
    } catch (IOException e) {
      throw new InvalidInputException(
          "no folder for temporary files can be created (" + e.getMessage() + "); check the disk",
          e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // The system removes temporary files that remain.
    }
  }

  private List<CheckResult> run(Path folder) {
    EngineChoice usual = options.engines();
    EngineChoice choice =
        new EngineChoice(usual.settings(), usual.installation(), usual.options(), folder);
    Set<String> names = new TreeSet<>(choice.options().keySet());
    names.add(choice.settings().engine());
    List<CheckResult> results = new ArrayList<>();
    Path plugins = options.plugins();
    try (PluginLoader loader = plugins == null ? null : PluginLoader.load(plugins);
        Engines engines =
            new Engines(
                EngineDriversPlugin.catalogueWith(loader)::engines,
                name -> choice.of(name, clock))) {
      for (String name : names) {
        results.add(result(name, engines));
      }
    }
    return results;
  }

  private static CheckResult result(String name, Engines engines) {
    EngineCheck check;
    try {
      check = engines.get(name).check();
    } catch (ForbiddenException e) {
      return CheckResult.fault(AREA, "the engine '" + name + "' refuses access: " + e.getMessage());
    }
    List<String> refused =
        check.operations().stream()
            .filter(EngineCheck.Operation::isMissing)
            .map(each -> each.name() + " (" + each.refusal() + ")")
            .toList();
    return refused.isEmpty()
        ? CheckResult.ok(AREA, "'" + name + "' answers: " + check.product() + " " + check.version())
        : CheckResult.fault(
            AREA,
            "the engine '"
                + name
                + "' does not permit what executors need: "
                + String.join(", ", refused)
                + "; give the user or service account of the executor these rights");
  }
}
