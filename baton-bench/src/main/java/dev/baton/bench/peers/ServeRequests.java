// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Answers the requests to the process of one system. */
final class ServeRequests {

  private static final long SHORTEST_PAUSE_NANOS = 50_000_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;
  private static final long POLL_NANOS = 1_000_000;
  private static final long STARTS_WITHIN_NANOS = 60_000_000_000L;

  private final Peer peer;
  private final JobProbe jobProbe;

  ServeRequests(Peer peer, JobProbe jobProbe) {
    this.peer = peer;
    this.jobProbe = jobProbe;
  }

  /** Executes one request. Every failure becomes an answer. */
  String answer(String request) {
    try {
      List<String> words = Arrays.asList(request.split(" "));
      return ("ok " + execute(words.getFirst(), numbers(words))).strip();
    } catch (Exception e) {
      return "error " + String.valueOf(e).replace('\n', ' ');
    }
  }

  private static int[] numbers(List<String> words) {
    return words.stream().skip(1).mapToInt(Integer::parseInt).toArray();
  }

  private String execute(String request, int[] numbers) throws Exception {
    switch (request) {
      case "post" -> {
        return post(numbers[0], numbers[1]);
      }
      case "start" -> {
        jobProbe.reset();
        peer.start();
      }
      case "ran" -> {
        return jobProbe.runs() + " " + jobProbe.firstNanos();
      }
      case "ended" -> {
        return peer.allEnded() ? "1" : "0";
      }
      case "unfinished" -> {
        return String.valueOf(peer.unfinished());
      }
      case "time" -> {
        return time(numbers[0]);
      }
      case "stop" -> peer.stop();
      default -> throw new IllegalArgumentException("unknown request '" + request + "'");
    }
    return "";
  }

  /** Posts with the given number of clients, one job at a time; 0 clients post in bulk. */
  private String post(int count, int clients) throws Exception {
    long start = System.nanoTime();
    if (clients == 0) {
      peer.post(count);
    } else {
      postSingly(count, clients);
    }
    return String.format(Locale.ROOT, "%.6f", (System.nanoTime() - start) / 1e9);
  }

  private void postSingly(int count, int clients) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int share = count / clients + (client < count % clients ? 1 : 0);
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < share; i++) {
                peer.post();
              }
              return null;
            }));
      }
      for (Future<?> client : all) {
        client.get();
      }
    }
  }

  /**
   * Posts timed jobs at random moments, independently of their starts, so that the posts do not
   * follow the rhythm of a system that polls. Returns the milliseconds from each post to the start.
   */
  private String time(int count) throws Exception {
    Map<String, Long> postedNanos = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
      long now = System.nanoTime();
      postedNanos.put(peer.postTimed(), now);
    }
    long bound = System.nanoTime() + STARTS_WITHIN_NANOS;
    List<Double> millis = new ArrayList<>(count);
    for (Map.Entry<String, Long> job : postedNanos.entrySet()) {
      millis.add((awaitStart(job.getKey(), bound) - job.getValue()) / 1e6);
    }
    return millis.stream()
        .map(value -> String.format(Locale.ROOT, "%.3f", value))
        .collect(Collectors.joining(" "));
  }

  private long awaitStart(String key, long bound) {
    Long start = jobProbe.startNanos(key);
    while (start == null) {
      if (System.nanoTime() > bound) {
        throw new IllegalStateException(
            "the job " + key + " has not started 60 s after the last post");
      }
      LockSupport.parkNanos(POLL_NANOS);
      start = jobProbe.startNanos(key);
    }
    return start;
  }
}
