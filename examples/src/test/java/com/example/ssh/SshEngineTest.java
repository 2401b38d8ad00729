// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package com.example.ssh;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.EngineContracts;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** Tests that the engine fulfils all engine contracts, against a real SSH server. */
@Tag("integration")
final class SshEngineTest extends EngineContracts {

  @Override
  protected EngineFixture newFixture() {
    return new Fixture(SshServer.shared());
  }

  /** Opens the engine, also in other processes. */
  static final class Recipe implements TestEngineFactory {
    @Override
    public Engine open(String installation, Map<String, String> settings) {
      Path unused = Path.of("unused");
      return SshEngine.open(
          new EngineOptions("ssh", installation, unused, settings, Clock.system()));
    }

    @Override
    public EngineSpecBuilder spec(String name, Map<String, String> settings) {
      return EngineSpec.named(name);
    }
  }

  /** An SSH server that all tests of the process share; engine jobs outlive it. */
  private record Fixture(SshServer server) implements EngineFixture {
    @Override
    public Set<Feature> features() {
      return Set.of(Feature.SERVER, Feature.OUTLIVES_SERVER);
    }

    @Override
    public TestEngineFactory engineFactory() {
      return new Recipe();
    }

    private Map<String, String> settings(Path config) {
      String folder = server.config().resolveSibling("engine-jobs").toString();
      return Map.of("host", SshServer.HOST, "config", config.toString(), "folder", folder);
    }

    @Override
    public Map<String, String> settings() {
      return settings(server.config());
    }

    @Override
    public Map<String, String> settingsOfDeadServer() {
      return settings(server.configOfDeadServer());
    }

    @Override
    public String missingImage() {
      throw new UnsupportedOperationException("there are no images");
    }

    @Override
    public void restart() {
      server.kill();
      server.start();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(30);
    }

    @Override
    public void close() {}
  }
}
