// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.PluginLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A look at engines from this machine, with the settings that an executor here would have. */
abstract class EngineLook extends ProcessCommand {

  private static final List<Key> KEYS =
      List.of(
          Key.ENGINE,
          Key.ENGINE_OPTION,
          Key.ENGINE_INSTALLATION,
          Key.DATA,
          Key.PLUGINS,
          Key.CONFIG,
          Key.LOG_LEVEL);

  EngineLook(Context context) {
    super(context, KEYS);
  }

  @Override
  final int run(ProcessOptions options) {
    Path plugins = options.plugins();
    try (PluginLoader loader = plugins == null ? null : PluginLoader.load(plugins);
        Engines engines = engines(catalogue(loader), options.engines())) {
      return look(engines, options.engines());
    } catch (ForbiddenException e) {
      context.err().println("baton: the engine does not allow it: " + e.getMessage());
      return ExitCode.FORBIDDEN;
    }
  }

  private static Catalogue catalogue(@Nullable PluginLoader loader) {
    List<dev.baton.plugin.Plugin> own = List.of(new EngineDrivers());
    return loader == null ? Catalogue.of(own) : Catalogue.of(own, loader);
  }

  private Engines engines(Catalogue catalogue, EngineChoice choice) {
    return new Engines(catalogue::engines, name -> choice.of(name, context.clock()));
  }

  abstract int look(Engines engines, EngineChoice choice);
}
