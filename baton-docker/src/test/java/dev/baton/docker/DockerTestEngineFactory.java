// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.DockerServer;
import java.nio.file.Path;
import java.util.Map;

final class DockerTestEngineFactory implements TestEngineFactory {

  /** Returns options like those of an application. */
  static EngineOptions options(String installation, Map<String, String> settings) {
    return new EngineOptions(
        "docker", installation, Path.of("/nonexistent"), settings, Clock.system());
  }

  @Override
  public Engine open(String installation, Map<String, String> settings) {
    return DockerEngine.docker(options(installation, settings));
  }

  @Override
  public EngineSpecBuilder spec(String name, Map<String, String> settings) {
    return EngineSpec.named(name).image(EngineImage.of(DockerServer.IMAGE));
  }
}
