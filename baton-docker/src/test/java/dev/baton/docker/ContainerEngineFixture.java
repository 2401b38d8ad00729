// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A fixture with a server that all tests of the JVM share. */
record ContainerEngineFixture(TestEngineFactory engineFactory, String address, Runnable restarting)
    implements EngineFixture {

  @Override
  public Set<Feature> features() {
    return EnumSet.complementOf(EnumSet.of(Feature.INSTANCES));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("host", address, "network", "none", "stop-grace", "PT1S");
  }

  @Override
  public Map<String, String> settingsOfDeadServer() {
    return Map.of("host", "unix:///nonexistent/engine.sock");
  }

  @Override
  public String missingImage() {
    return "baton/missing:1";
  }

  @Override
  public void restart() {
    restarting.run();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {}
}
