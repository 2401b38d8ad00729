// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.DataFolder;
import dev.baton.config.Folders;
import dev.baton.config.Key;
import dev.baton.config.Settings;
import dev.baton.error.ForbiddenException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command that runs until it is told to stop; its flags are {@link Key}s. */
abstract class ProcessCommand extends BatonCommand implements Commands.Customised {

  private final List<Key> keys;

  ProcessCommand(Context context, List<Key> keys) {
    super(context);
    this.keys = keys;
  }

  @Override
  public final void customise(CommandSpec spec) {
    for (Key key : keys) {
      spec.addOption(
          OptionSpec.builder(key.flag())
              .type(String.class)
              .paramLabel(key.label())
              .description(key.description())
              .build());
    }
  }

  @Override
  public final Integer call() {
    Settings settings = new Settings(flags(), context.environment());
    Path data = dataFolder(settings);
    settings.withFile(data.resolve("baton.properties"));
    Logs.configure(settings);
    ProcessOptions options = ProcessOptions.of(settings, dataFolder(settings), context);
    settings.check();
    try {
      run(options);
      return ExitCode.OK;
    } catch (ForbiddenException e) {
      // Nuvla's executors exit with 1 then, and scripts of operators look at it.
      context.err().println("baton: login refused: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /** Runs until stopped. */
  abstract void run(ProcessOptions options);

  final void ready(String line) {
    context.out().println(line);
    context.out().flush();
  }

  static DataFolder open(ProcessOptions options) {
    return DataFolder.open(options.data());
  }

  private Path dataFolder(Settings settings) {
    return Path.of(settings.text(Key.DATA, Folders.of(context.environment()).data().toString()));
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    for (Key key : keys) {
      String value = Options.text(spec, key.flag());
      if (value != null) {
        flags.put(key.flag(), value);
      }
    }
    return flags;
  }
}
