// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.KubernetesServer;
import java.nio.file.Path;
import java.util.Map;

final class KubernetesTestEngineFactory implements TestEngineFactory {

  @Override
  public Engine open(String installation, Map<String, String> settings) {
    return KubernetesEngine.open(
        new EngineOptions("kubernetes", installation, Path.of("unused"), settings, Clock.system()));
  }

  @Override
  public EngineSpecBuilder spec(String name, Map<String, String> settings) {
    return EngineSpec.named(name).image(KubernetesServer.IMAGE);
  }
}
