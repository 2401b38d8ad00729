// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.docker.DockerEngine;
import dev.baton.kubernetes.KubernetesEngine;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.PluginLoader;
import dev.baton.plugin.Registry;
import dev.baton.slurm.SlurmEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plugin that provides Baton's own engines. */
public final class EngineDriversPlugin implements Plugin {

  /** Returns a catalogue with Baton's own engines and those of the plugins, if there are any. */
  public static Catalogue catalogueWith(@Nullable PluginLoader loader) {
    List<Plugin> own = List.of(new EngineDriversPlugin());
    return loader == null ? Catalogue.of(own) : Catalogue.of(own, loader);
  }

  @Override
  public String name() {
    return "drivers";
  }

  @Override
  public void register(Registry registry) {
    registry.engine(ProcessEngine.NAME, ProcessEngine::open);
    // Method references would load the classes of the drivers at every start. Therefore the
    // factories are lambdas.
    registry.engine("docker", options -> DockerEngine.docker(options));
    registry.engine("podman", options -> DockerEngine.podman(options));
    registry.engine("kubernetes", options -> KubernetesEngine.open(options));
    registry.engine("slurm", options -> SlurmEngine.open(options));
  }
}
