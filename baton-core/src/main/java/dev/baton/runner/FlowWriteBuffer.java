// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.FlowDetail;
import dev.baton.logbook.FlowTransition;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects what changes, has it written in one piece, and announces it only then. For the thread
 * that runs the flow only.
 */
final class FlowWriteBuffer {

  private final Dependencies dependencies;
  private final List<FlowTransition> steps = new ArrayList<>();
  private final List<Runnable> unwrittenNews = new ArrayList<>();
  private final Deque<Runnable> news = new ArrayDeque<>();
  private Map<String, AtomDetail> details = new LinkedHashMap<>();
  private boolean flowChanged;
  private boolean announcing;

  /** Carries out what was collected. */
  interface Writer {
    void write(FlowWrite write);
  }

  /**
   * What a journal works with.
   *
   * @param writesEach whether each step has its own write
   * @param token of the claim under which the flow runs
   * @param afterEachNotification runs after each announcement
   */
  record Dependencies(
      Writer writer,
      Clock clock,
      boolean writesEach,
      FlowNotifier notifier,
      long token,
      Runnable afterEachNotification) {}

  FlowWriteBuffer(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  Instant now() {
    return dependencies.clock.now();
  }

  boolean writesEach() {
    return dependencies.writesEach;
  }

  FlowNotifier notifier() {
    return dependencies.notifier;
  }

  /** The detail of the flow is to be written, whatever else is. */
  void flowChanged() {
    flowChanged = true;
  }

  /** The detail is to be written; of several of one atom the last. */
  void addDetail(AtomDetail detail) {
    details.put(detail.name(), detail);
  }

  /** A step was taken, which is to be announced once it is written. */
  void addTransition(
      FlowTransition.Kind kind, String name, Enum<?> from, Enum<?> to, Runnable announcement) {
    steps.add(new FlowTransition(now(), kind, name, from.name(), to.name()));
    unwrittenNews.add(announcement);
  }

  /**
   * Writes what has collected, then announces it. What was announced is durable.
   *
   * @param next the detail of the flow as it is to be written; asked only if anything is
   */
  void flush(Supplier<FlowDetail> next) {
    if (flowChanged || !details.isEmpty() || !steps.isEmpty()) {
      dependencies.writer.write(
          new FlowWrite(dependencies.token, next.get(), List.copyOf(details.values()), steps));
      flowChanged = false;
      // Not cleared, which would take as long as the largest write ever did.
      details = new LinkedHashMap<>();
      steps.clear();
      news.addAll(unwrittenNews);
      unwrittenNews.clear();
    }
    announce();
  }

  /** A listener may cause further steps, which are announced after those before them. */
  private void announce() {
    if (announcing) {
      return;
    }
    announcing = true;
    try {
      for (Runnable next = news.poll(); next != null; next = news.poll()) {
        next.run();
        dependencies.afterEachNotification.run();
      }
    } finally {
      announcing = false;
    }
  }
}
