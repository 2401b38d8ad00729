// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.ProcessKind;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.ForbiddenException;
import dev.baton.launch.LoggingSetup;
import dev.baton.launch.ProcessOptions;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command that runs until a signal or an interrupt stops it. Its flags are {@link SettingKey}s.
 */
abstract class ProcessCommand extends BatonCommand {

  private final List<SettingKey> keys;

  ProcessCommand(CommandContext commandContext, ProcessKind processKind) {
    this(commandContext, SettingKey.flagsOf(processKind));
  }

  ProcessCommand(CommandContext commandContext, List<SettingKey> keys) {
    super(commandContext);
    this.keys = keys;
  }

  @Override
  final void customise(CommandSpec spec) {
    for (SettingKey settingKey : keys) {
      spec.addOption(
          option(settingKey, settingKey.flag())
              .hidden(NuvlaFlagAliases.HIDDEN.contains(settingKey))
              .build());
    }
    if (isBesideNuvla()) {
      NuvlaFlagAliases.addTo(spec, keys);
    }
  }

  /**
   * Whether this command can replace a program of Nuvla's and therefore accepts the flags of that
   * program.
   */
  private boolean isBesideNuvla() {
    return keys.contains(SettingKey.API_KEY);
  }

  /** Creates an option that sets this setting under the given name. */
  static OptionSpec.Builder option(SettingKey settingKey, String name) {
    OptionSpec.Builder option =
        OptionSpec.builder(name)
            .paramLabel(settingKey.label())
            .description(settingKey.description());
    return switch (settingKey.shape()) {
      case VALUE -> option.type(String.class);
      case SWITCH -> option.type(Boolean.class).arity("0");
      case VALUES -> option.type(String[].class).arity("1..*");
    };
  }

  @Override
  public final Integer call() {
    ProcessOptions options = options();
    NuvlaFlagAliases.notes(spec).forEach(context::note);
    try {
      return run(options);
    } catch (ForbiddenException e) {
      // Nuvla's executors exit with 1 if the login is refused. Operators' scripts depend on this
      // exit code, so Baton uses the same code.
      context.note("login refused: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  /**
   * Reads the options from flags, environment and configuration file.
   *
   * @throws dev.baton.error.InvalidInputException with a message that lists all problems
   */
  final ProcessOptions options() {
    Settings settings = new Settings(flags(), context.environment());
    settings.withFile(dataFolder(settings).resolve("baton.properties"));
    LoggingSetup.configure(
        settings, SharedOptions.isSet(spec, "--utc") ? ZoneOffset.UTC : context.zone());
    ProcessOptions options = ProcessOptions.of(settings, dataFolder(settings), context);
    settings.check();
    return options;
  }

  /** Runs until a signal or an interrupt stops the process, and returns the exit code. */
  abstract int run(ProcessOptions options);

  private Path dataFolder(Settings settings) {
    return Path.of(
        settings.text(SettingKey.DATA, UserFolders.of(context.environment()).data().toString()));
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    for (SettingKey settingKey : keys) {
      String value =
          settingKey.shape() == SettingKey.FlagArity.VALUE
              ? SharedOptions.text(spec, settingKey.flag())
              : SharedOptions.joined(spec, settingKey.flag());
      if (value != null) {
        flags.put(settingKey.flag(), value);
      }
    }
    if (isBesideNuvla()) {
      NuvlaFlagAliases.read(spec, context.environment(), flags);
    }
    return flags;
  }
}
