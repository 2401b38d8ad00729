// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.service.Clock;
import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Opens process engines of this host below a temporary folder. */
final class ProcessFixture implements EngineFixture {

  private static final String FOLDER = "folder";

  private final Path folder;
  private final Map<String, String> settings;
  private final Set<Feature> has;
  private final TestEngineFactory recipe;

  ProcessFixture() {
    this(Map.of(), Set.of(Feature.STREAMS));
  }

  ProcessFixture(Map<String, String> settings, Set<Feature> has) {
    this(new Factory(), settings, has);
  }

  ProcessFixture(TestEngineFactory recipe, Map<String, String> settings, Set<Feature> has) {
    this.recipe = recipe;
    try {
      this.folder = Files.createTempDirectory("baton-process-engine");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.settings = new HashMap<>(settings);
    this.settings.put(FOLDER, folder.toString());
    this.has = has;
  }

  /** Opens the engine of a fixture, in any process. */
  static final class Factory implements TestEngineFactory {
    @Override
    public Engine open(String installation, Map<String, String> settings) {
      Map<String, String> own = new HashMap<>(settings);
      Path folder = Path.of(own.remove(FOLDER));
      return ProcessEngine.open(
          new EngineOptions(ProcessEngine.NAME, installation, folder, own, Clock.system()));
    }

    @Override
    public EngineSpecBuilder spec(String name, Map<String, String> settings) {
      return EngineSpec.named(name);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public Set<Feature> features() {
    return has;
  }

  @Override
  public TestEngineFactory engineFactory() {
    return recipe;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, String> settingsOfDeadServer() {
    throw new UnsupportedOperationException("there is no server that could be dead");
  }

  @Override
  public String missingImage() {
    throw new UnsupportedOperationException("there are no images");
  }

  @Override
  public void restart() {
    throw new UnsupportedOperationException("there is no server");
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
