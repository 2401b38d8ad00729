// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import dev.baton.actions.processengine.ProcessEngine;
import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs programs as engine jobs of the process engine: creates each engine job, waits until the
 * engine reports its end, and deletes it.
 */
final class ProcessEngineLoop implements ProgramLoop {

  private static final Duration BOUND = Duration.ofMinutes(10);

  private final int threads;
  private final AtomicInteger created = new AtomicInteger();
  private final Map<String, CompletableFuture<EngineStatus>> ends = new ConcurrentHashMap<>();

  ProcessEngineLoop(int threads) {
    this.threads = threads;
  }

  @Override
  public String name() {
    return "process engine";
  }

  @Override
  public void run(int programs) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("baton-bench");
    EngineOptions options =
        new EngineOptions(ProcessEngine.NAME, "bench", folder, Map.of(), Clock.system());
    try (Engine engine = ProcessEngine.open(options);
        Watch watch = engine.watch(this::changed)) {
      ProgramLoop.onThreads(threads, programs, () -> runOne(engine));
      AwaitCondition.until("the removal of all engine jobs", BOUND, () -> engine.list().isEmpty());
    }
    MeasuredDatabase.delete(folder);
  }

  private void runOne(Engine engine) throws IOException {
    String name = "bench-" + created.incrementAndGet();
    CompletableFuture<EngineStatus> end = new CompletableFuture<>();
    ends.put(name, end);
    engine.create(EngineSpec.named(name).command("true").build());
    EngineStatus status = end.join();
    if (!status.isSuccess()) {
      throw new IOException("engine job '" + name + "' ended with " + status);
    }
    engine.delete(name);
  }

  private void changed(EngineEvent event) {
    if (event instanceof EngineEvent.Changed changed && changed.job().status().isOver()) {
      CompletableFuture<EngineStatus> end = ends.remove(changed.job().name());
      if (end != null) {
        end.complete(changed.job().status());
      }
    }
  }
}
