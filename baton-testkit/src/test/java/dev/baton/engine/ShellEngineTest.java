// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs the contracts of engines on an engine over a shell of this host. */
final class ShellEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return new ProcessFixture(new Factory(), Map.of(), Set.of());
  }

  /** Opens the engine, in any process. */
  static final class Factory implements TestEngineFactory {
    @Override
    public Engine open(String installation, Map<String, String> settings) {
      String folder = settings.get("folder");
      EngineOptions options =
          new EngineOptions("shell", installation, Path.of(folder), Map.of(), Clock.system());
      return ShellEngine.over(options, "sh", "here", folder, List.of("sh", "-s"));
    }

    @Override
    public EngineSpecBuilder spec(String name, Map<String, String> settings) {
      return EngineSpec.named(name);
    }
  }
}
