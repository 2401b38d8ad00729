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
          "job?last=0&aggregation=terms:state&filter="
              + DashboardRequests.encoded("state=['QUEUED','RUNNING']"),
          "job?last=0&aggregation=terms:action&filter="
              + DashboardRequests.encoded("state='QUEUED'"),
          "job?orderby=created&last=1&select=id,created,action,not-before&filter="
              + DashboardRequests.encoded("state='QUEUED'"),
          "executor?orderby=name&last=500",
          "distribution?last=500",
          "action?last=1000&select=name,executors",
          "job?last=0&filter=" + DashboardRequests.encoded("takeovers>0 and state='RUNNING'"));

  private static final String SERIES = "job/series?by=action&from=now-1h";
  // As in the page: it reads the figures at most every 2.5 s, and the series every 10 s.
  private static final long FIGURES_NANOS = 2_500_000_000L;
  private static final int SERIES_EVERY = 4;

  private final BatonUpProcess up;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger live = new AtomicInteger();
  private final AtomicLong events = new AtomicLong();
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final int count;

  private OpenDashboards(BatonUpProcess up, int count) {
    this.up = up;
    this.count = count;
  }

  static OpenDashboards open(BatonUpProcess up, int count) {
    OpenDashboards open = new OpenDashboards(up, count);
    for (int i = 0; i < count; i++) {
      open.threads.add(Thread.ofVirtual().start(open::follow));
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

  private void follow() {
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
            nextRead = System.nanoTime() + FIGURES_NANOS;
            FIGURES.forEach(this::read);
            if (reads++ % SERIES_EVERY == 0) {
              read(SERIES);
            }
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

  private void read(String path) {
    if (!closed.get()) {
      long start = System.nanoTime();
      up.send("GET", path, "");
      millis.add((System.nanoTime() - start) / 1e6);
    }
  }

  @Override
  public void close() {
    closed.set(true);
    threads.forEach(Thread::interrupt);
  }
}
