// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.TargetServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends mutated requests to a server over several connections, and samples of them to a second
 * server on which nothing else happens, to see whether refused ones change anything.
 */
public final class FuzzRun {

  private static final int ROUND = 20_000;
  private static final int SAMPLE_EVERY = 150;
  private static final int SILENT_MILLIS = 70_000;

  /** Share of the heap that may be in use after a collection. */
  private static final double MAX_HEAP = 0.8;

  private final TargetServer target;
  private final TargetServer quiet;
  private final long requests;
  private final long seed;
  private final int connections;
  private final EventLog log;
  private final FuzzFindings findings = new FuzzFindings();
  private final Map<String, AtomicLong> operationsSeen = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  private long sampled;
  private long heapBefore;
  private long heapAfter;

  public FuzzRun(
      TargetServer target,
      TargetServer quiet,
      long requests,
      long seed,
      int connections,
      EventLog log) {
    this.target = target;
    this.quiet = quiet;
    this.requests = requests;
    this.seed = seed;
    this.connections = connections;
    this.log = log;
  }

  /** Sends all requests, and answers what was found. */
  public FuzzReport run() throws IOException {
    Accounts accounts = new Accounts(target.endpoint());
    List<Operation> operations = Operation.of(accounts.document());
    operations.forEach(operation -> operationsSeen.put(operation.name(), new AtomicLong()));
    Sampler sampler = new Sampler(quiet, operations, seed, findings);
    for (long round = 0; sent.get() < requests; round++) {
      round(round, operations, accounts);
      sampled += sampler.run(ROUND / SAMPLE_EVERY);
      lookAtHeap(round);
      log.say(sent.get() + " requests, " + findings.all().size() + " kinds of findings");
    }
    List<String> unseen =
        operationsSeen.entrySet().stream()
            .filter(entry -> entry.getValue().get() == 0)
            .map(Map.Entry::getKey)
            .toList();
    return new FuzzReport(
        seed, sent.get(), sampled, operations.size(), unseen, findings, heapBefore, heapAfter);
  }

  private void round(long round, List<Operation> operations, Accounts accounts) throws IOException {
    Map<String, String> roles = accounts.roles();
    List<String> jobs = accounts.jobs();
    Random random = new Random(seed * 31 + round);
    int count = (int) Math.min(ROUND, requests - sent.get()) / connections + 1;
    List<Future<@Nullable Void>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        RequestMaker maker =
            new RequestMaker(new Random(random.nextLong()), operations, roles, jobs);
        senders.add(threads.submit(() -> send(maker, count)));
      }
    }
    for (Future<@Nullable Void> sender : senders) {
      await(sender);
    }
    if (!target.isAlive()) {
      throw new IOException("the server ended; see " + target.errors());
    }
  }

  private static void await(Future<@Nullable Void> sender) throws IOException {
    try {
      sender.get();
    } catch (ExecutionException e) {
      throw new IOException("requests could not be sent", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private @Nullable Void send(RequestMaker maker, int count) throws IOException {
    try (HttpConnection connection = new HttpConnection(target.address(), SILENT_MILLIS)) {
      for (int i = 0; i < count && target.isAlive(); i++) {
        FuzzRequest request = maker.next();
        judge(request, connection);
        sent.incrementAndGet();
        AtomicLong seen = operationsSeen.get(request.operation().name());
        if (seen != null) {
          seen.incrementAndGet();
        }
      }
    }
    return null;
  }

  private void judge(FuzzRequest request, HttpConnection connection) throws IOException {
    try {
      HttpAnswer answer = connection.exchange(request.bytes());
      findings.answered(answer.status());
      if (answer.isServerError()) {
        findings.add(
            "status " + answer.status() + " of " + request.operation().name(),
            request,
            answer.body());
      }
    } catch (SocketTimeoutException e) {
      findings.add("no answer from " + request.operation().name(), request, e.toString());
    }
  }

  private void lookAtHeap(long round) throws IOException {
    heapAfter = target.usedHeapMegabytes();
    if (round == 0) {
      heapBefore = heapAfter;
    }
    boolean full = heapAfter > MAX_HEAP * target.heapMegabytes();
    if (full || Files.readString(target.errors()).contains("OutOfMemoryError")) {
      throw new IOException(
          "the server's heap has " + heapAfter + " MB after a collection; see " + target.errors());
    }
  }
}
