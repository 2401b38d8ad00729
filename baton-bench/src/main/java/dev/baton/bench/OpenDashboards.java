// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Dashboards that show the overview: each follows the events of all jobs, and reads the figures of
 * the page again after events.
 */
final class OpenDashboards implements AutoCloseable {

  /** The requests of the overview page, without the series. */
  private static final List<String> FIGURES =
      List.of(
          "job?orderby=created&last=1&select=id,created&aggregation=terms:action,terms:requires"
              + "&filter="
              + DashboardRequests.encoded("state='QUEUED'"),
          "job?last=0&aggregation=terms:takeovers&filter="
              + DashboardRequests.encoded("state='RUNNING'"),
          "executor?orderby=name&last=500");

  private static final String SERIES = "job/series?by=action&from=now-1h";

  // As in the page: it reads the figures at most every 5 s, and the series every second time. It
  // pauses ten times as long as the last read took, but at most two minutes.
  private static final long SHORTEST_PAUSE = 5_000_000_000L;
  private static final long LONGEST_PAUSE = 120_000_000_000L;
  private static final int PAUSE_FACTOR = 10;
  private static final int SERIES_EVERY = 2;

  /** Fewer than the streams that a user may open. */
  private static final int PER_USER = 50;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicLong events = new AtomicLong();
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final int count;

  private OpenDashboards(int count) {
    this.count = count;
  }

  static OpenDashboards open(BatonUpProcess up, int count) {
    OpenDashboards open = new OpenDashboards(count);
    BatonUpProcess user = up;
    for (int i = 0; i < count; i++) {
      if (i % PER_USER == 0) {
        user = up.asNewAdministrator("operator-" + System.nanoTime());
      }
      BatonUpProcess caller = user;
      open.threads.add(Thread.ofVirtual().start(() -> open.follow(caller)));
    }
    return open;
  }

  boolean areAllLive() {
    return live.get() == count;
  }

  long events() {
    return events.get();
  }

  long requests() {
    return millis.size();
  }

  /** How long the requests took. */
  String times() {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "median %.0f ms, p99 %.0f ms, longest %.0f ms",
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 99 / 100),
            sorted.getLast());
  }

  private void follow(BatonUpProcess up) {
    try (BufferedReader stream =
        new BufferedReader(new InputStreamReader(up.stream("events"), StandardCharsets.UTF_8))) {
      live.incrementAndGet();
      long nextRead = System.nanoTime();
      int reads = 0;
      String line = stream.readLine();
      while (line != null && !closed.get()) {
        if (line.startsWith("data:")) {
          events.incrementAndGet();
          if (System.nanoTime() - nextRead >= 0) {
            long start = System.nanoTime();
            FIGURES.forEach(path -> read(up, path));
            if (reads++ % SERIES_EVERY == 0) {
              read(up, SERIES);
            }
            nextRead = System.nanoTime() + pauseAfter(System.nanoTime() - start);
          }
        }
        line = stream.readLine();
      }
    } catch (IOException e) {
      if (!closed.get()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long pauseAfter(long took) {
    return Math.clamp(PAUSE_FACTOR * took, SHORTEST_PAUSE, LONGEST_PAUSE);
  }

  private void read(BatonUpProcess up, String path) {
    if (closed.get()) {
      return;
    }
    long start = System.nanoTime();
    try {
      up.figures(path);
    } catch (IllegalStateException e) {
      if (!closed.get()) {
        throw e;
      }
      return;
    }
    millis.add((System.nanoTime() - start) / 1e6);
  }

  @Override
  public void close() {
    closed.set(true);
    threads.forEach(Thread::interrupt);
  }
}
