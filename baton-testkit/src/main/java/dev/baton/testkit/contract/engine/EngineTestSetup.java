// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.engine;

import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLine;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineSpecBuilder;
import dev.baton.engine.EngineStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/**
 * The superclass of the contracts of engines. It opens a fixture and an engine, and deletes the
 * engine jobs at the end.
 */
public abstract class EngineTestSetup {

  static final String INSTALLATION = "contract";

  private @Nullable EngineFixture fixture;
  private final List<Engine> engines = new ArrayList<>();
  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  /** Opens a fixture. Called before each test. */
  protected abstract EngineFixture open();

  @BeforeEach
  final void openFixture() {
    fixture = open();
    openOtherEngine();
  }

  @AfterEach
  final void closeFixture() throws InterruptedException {
    try {
      names.forEach(engine()::delete);
      if (fixture().deletesAtOnce()) {
        names.forEach(this::awaitGone);
      }
    } finally {
      engines.forEach(Engine::close);
      fixture().close();
    }
  }

  public final EngineFixture fixture() {
    if (fixture == null) {
      throw new IllegalStateException("the fixture is not open");
    }
    return fixture;
  }

  final Engine engine() {
    return engines.getFirst();
  }

  /** Opens the engine again, as another process does. The engine is closed at the end. */
  final Engine openOtherEngine() {
    return openOtherEngine(INSTALLATION);
  }

  public final Engine openOtherEngine(String installation) {
    Engine engine = fixture().engineFactory().open(installation, fixture().settings());
    engines.add(engine);
    return engine;
  }

  final boolean hasFeature(EngineFixture.Feature what) {
    return fixture().features().contains(what);
  }

  final void assumeFeature(EngineFixture.Feature what) {
    Assumptions.assumeTrue(hasFeature(what), () -> "this engine has no " + what);
  }

  /** Returns a new name. The engine job with this name is deleted at the end. */
  final String newName() {
    String name = "baton-contract-" + UUID.randomUUID().toString().substring(0, 18);
    names.add(name);
    return name;
  }

  public final EngineSpecBuilder spec(String name) {
    return fixture().engineFactory().spec(name, fixture().settings());
  }

  /** Returns a spec that runs a shell script. */
  final EngineSpecBuilder shellSpec(String name, String script) {
    return spec(name).command("sh", "-c", script);
  }

  final EngineJob run(EngineSpecBuilder spec) {
    return engine().create(spec.build());
  }

  /** Starts an engine job that runs until it is deleted, and waits until it has started. */
  final String startRunningJob() {
    EngineSpec spec = shellSpec(newName(), "echo up; exec sleep 300").build();
    engine().create(spec);
    await()
        .atMost(fixture().timeout())
        .until(() -> engine().find(spec.name()).orElseThrow().status().started() != null);
    return spec.name();
  }

  final EngineStatus awaitEnd(String name) {
    return awaitEnd(engine(), name, fixture().timeout());
  }

  static EngineStatus awaitEnd(Engine engine, String name, Duration patience) {
    return await()
        .atMost(patience)
        .until(() -> engine.find(name).orElseThrow().status(), EngineStatus::isOver);
  }

  final void awaitGone(String name) {
    await().atMost(fixture().timeout()).until(() -> engine().find(name).isEmpty());
  }

  /** Returns all lines after a position. Blocks until the engine job has ended. */
  static List<EngineLine> lines(Engine engine, String name, @Nullable String after)
      throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    engine.logs(name, after, lines::add);
    return lines;
  }

  final List<String> texts(String name) throws InterruptedException {
    return texts(lines(engine(), name, null));
  }

  static List<String> texts(List<EngineLine> lines) {
    return lines.stream().map(EngineLine::text).toList();
  }
}
