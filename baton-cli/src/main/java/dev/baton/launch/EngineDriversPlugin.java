// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.docker.DockerEngine;
import dev.baton.kubernetes.KubernetesEngine;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.slurm.SlurmEngine;

/** The plugin that provides Baton's own engines. */
public final class EngineDriversPlugin implements Plugin {

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
