// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.testkit.EngineFixture;
import dev.baton.testkit.EngineRecipe;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A server that is shared by all tests of the JVM. */
record ContainerFixture(EngineRecipe recipe, String address, Runnable restarting)
    implements EngineFixture {

  @Override
  public Set<Has> has() {
    return EnumSet.complementOf(EnumSet.of(Has.INSTANCES));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("host", address, "network", "none", "stop-grace", "PT1S");
  }

  @Override
  public Map<String, String> deadSettings() {
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
  public Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void close() {}
}
