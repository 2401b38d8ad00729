// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.PodmanServer;
import java.util.Map;

final class PodmanTestEngineFactory implements TestEngineFactory {

  @Override
  public Engine open(String installation, Map<String, String> settings) {
    return DockerEngine.podman(DockerTestEngineFactory.options(installation, settings));
  }

  @Override
  public EngineSpecBuilder spec(String name, Map<String, String> settings) {
    return EngineSpec.named(name).image(EngineImage.of(PodmanServer.IMAGE));
  }
}
