// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.SlurmServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The fixture of the Slurm cluster that the tests of this JVM share. */
final class SlurmFixture implements EngineFixture {

  private final SlurmServer server = SlurmServer.shared();

  /** Opens the engine of a fixture in any process. */
  static final class Factory implements TestEngineFactory {
    @Override
    public Engine open(String installation, Map<String, String> settings) {
      return SlurmEngine.open(
          new EngineOptions(
              SlurmEngine.NAME, installation, Path.of("/nowhere"), settings, Clock.system()));
    }

    @Override
    public EngineSpecBuilder spec(String name, Map<String, String> settings) {
      return EngineSpec.named(name);
    }
  }

  @Override
  public Set<Feature> features() {
    return Set.of(
        Feature.STREAMS,
        Feature.INSTANCES,
        Feature.MEMORY_LIMIT,
        Feature.MEMORY_REASON,
        Feature.SERVER,
        Feature.OUTLIVES_SERVER);
  }

  @Override
  public TestEngineFactory engineFactory() {
    return new Factory();
  }

  @Override
  public Map<String, String> settings() {
    return settings(server.configuration());
  }

  @Override
  public Map<String, String> settingsOfDeadServer() {
    return settings(server.configurationOfDeadServer());
  }

  private Map<String, String> settings(Path configuration) {
    return Map.of(
        "conf", configuration.toString(),
        "folder", server.sharedFolder().toString(),
        "poll", "PT0.5S");
  }

  /** Returns the options of an engine on this server. */
  EngineOptions options(String installation, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(settings());
    settings.putAll(more);
    return new EngineOptions(
        SlurmEngine.NAME, installation, Path.of("/nowhere"), settings, Clock.system());
  }

  @Override
  public String missingImage() {
    throw new UnsupportedOperationException("there are no images");
  }

  @Override
  public void restart() {
    server.awaitSaved();
    server.killController();
    server.startController();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(40);
  }

  @Override
  public void close() {}
}
