// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.launch.EngineChoice;
import dev.baton.launch.EngineDriversPlugin;
import dev.baton.launch.ProcessOptions;
import dev.baton.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that opens engines on this machine, with the settings that an executor on this machine
 * would use.
 */
abstract class EngineInspectCommand extends ProcessCommand {

  private static final List<SettingKey> KEYS =
      List.of(
          SettingKey.ENGINE,
          SettingKey.ENGINE_OPTION,
          SettingKey.ENGINE_INSTALLATION,
          SettingKey.DATA,
          SettingKey.PLUGINS,
          SettingKey.CONFIG,
          SettingKey.LOG_LEVEL);

  EngineInspectCommand(CommandContext commandContext) {
    super(commandContext, KEYS);
  }

  @Override
  final int run(ProcessOptions options) {
    Path plugins = options.plugins();
    try (PluginLoader loader = plugins == null ? null : PluginLoader.load(plugins);
        Engines engines =
            new Engines(
                EngineDriversPlugin.catalogueWith(loader)::engines,
                name -> options.engines().of(name, context.clock()))) {
      return inspect(engines, options.engines());
    } catch (ForbiddenException e) {
      context.note("the engine refuses access: " + e.getMessage());
      return ExitCode.FORBIDDEN;
    }
  }

  abstract int inspect(Engines engines, EngineChoice choice);
}
