// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.FuzzedServer;
import dev.baton.campaign.stack.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends mutated requests to a server over several connections. Also sends samples of them to a
 * second server without other load, to check that refused requests change nothing.
 */
public final class FuzzRun {

  private static final int ROUND = 20_000;
  private static final int SAMPLE_EVERY = 150;

  /**
   * The number of requests that a connection sends before it takes the latest contents of the
   * server as its samples.
   */
  private static final int CHUNK = 200;

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
  private static final int MAX_FAILED_READS = 15;

  /**
   * If the run sent on average more than this number of requests per operation, an operation
   * without any request is a finding.
   */
  private static final int ENOUGH = 50;

  private final FuzzedServer target;
  private final FuzzedServer quiet;
  private final long requests;
  private final long seed;
  private final int connections;
  private final CampaignLog log;
  private final FuzzFindings findings = new FuzzFindings();
  private final CheckAnswers judge = new CheckAnswers(findings);
  private final ServerResourceUse serverResourceUse;
  private final Map<String, AtomicLong> operationsSeen = new ConcurrentHashMap<>();
  private final AtomicLong sent = new AtomicLong();
  // Set by any thread when the run cannot usefully continue.
  private final AtomicBoolean isOver = new AtomicBoolean();
  private long sampled;

  public FuzzRun(
      FuzzedServer target,
      FuzzedServer quiet,
      long requests,
      long seed,
      int connections,
      CampaignLog log) {
    this.target = target;
    this.quiet = quiet;
    this.requests = requests;
    this.seed = seed;
    this.connections = connections;
    this.log = log;
    this.serverResourceUse = new ServerResourceUse(target, findings);
  }

  /**
   * Sends all requests, or fewer if a server ends, and returns the findings.
   *
   * @throws IOException if not even the first request can be sent
   */
  public FuzzReport run() throws IOException {
    long start = System.nanoTime();
    FuzzAccounts fuzzAccounts = new FuzzAccounts(target.endpoint());
    List<ApiOperation> operations = ApiOperation.of(fuzzAccounts.document());
    operations.forEach(apiOperation -> operationsSeen.put(apiOperation.name(), new AtomicLong()));
    CheckRefusedRequests checkRefusedRequests =
        new CheckRefusedRequests(quiet, operations, seed, findings);
    for (long round = 0; sent.get() < requests && !isOver.get(); round++) {
      try {
        round(round, operations, fuzzAccounts, checkRefusedRequests);
        serverResourceUse.measure();
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        if (sent.get() == 0) {
          throw e;
        }
        findings.add("the server does not answer its administrator", e.toString());
        isOver.set(true);
      }
      checkAlive(target);
      checkAlive(quiet);
      findings.newKinds().forEach(kind -> log.print("finding: " + kind));
      log.print(sent.get() + " requests, " + findings.all().size() + " kinds of findings");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new FuzzReport(
        seed,
        sent.get(),
        sampled,
        operations.size(),
        unseen(),
        findings,
        serverResourceUse,
        judge.slowest(),
        took);
  }

  private List<String> unseen() {
    List<String> unseen =
        operationsSeen.entrySet().stream()
            .filter(entry -> entry.getValue().get() == 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (sent.get() > (long) ENOUGH * operationsSeen.size()) {
      unseen.forEach(name -> findings.add("no request was sent to " + name, "by random choice"));
    }
    return unseen;
  }

  private void checkAlive(FuzzedServer server) throws IOException {
    if (server.isAlive()) {
      return;
    }
    isOver.set(true);
    List<String> lines = Files.readAllLines(server.errors());
    String last =
        String.join("\n    ", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    findings.add("the server ended", server.errors() + " ends with:\n    " + last);
  }

  private void round(
      long round,
      List<ApiOperation> operations,
      FuzzAccounts fuzzAccounts,
      CheckRefusedRequests checkRefusedRequests)
      throws IOException {
    fuzzAccounts.renewRoles();
    ServerContents known = new ServerContents(operations, fuzzAccounts.known());
    Random random = new Random(seed * 31 + round);
    int count = (int) Math.min(ROUND, requests - sent.get()) / connections + 1;
    List<Future<@Nullable Void>> senders = new ArrayList<>();
    AtomicBoolean isRoundOver = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        Random own = new Random(random.nextLong());
        senders.add(threads.submit(() -> send(own, known, count)));
      }
      Future<@Nullable Void> readerThread =
          threads.submit(() -> readAgain(fuzzAccounts, known, isRoundOver));
      // Runs in parallel, because it mostly waits for the other server.
      Future<Integer> sample =
          threads.submit(() -> checkRefusedRequests.run(count * connections / SAMPLE_EVERY));
      for (Future<@Nullable Void> sender : senders) {
        await(sender);
      }
      sampled += await(sample);
      isRoundOver.set(true);
      await(readerThread);
    } finally {
      isRoundOver.set(true);
    }
  }

  /** The contents of the server that requests can use; they change during a round. */
  private static final class ServerContents {
    private final List<ApiOperation> operations;
    // Written by the thread that reads the contents, read by all senders.
    private volatile TargetContents known;

    ServerContents(List<ApiOperation> operations, TargetContents known) {
      this.operations = operations;
      this.known = known;
    }
  }

  /** Reads the contents at intervals and makes new documents, because requests remove documents. */
  private @Nullable Void readAgain(
      FuzzAccounts fuzzAccounts, ServerContents to, AtomicBoolean isRoundOver) throws IOException {
    int failedReads = 0;
    while (!Polling.until(CHECK_INTERVAL, isRoundOver::get)) {
      try {
        to.known = fuzzAccounts.known();
        failedReads = 0;
      } catch (IOException e) {
        failedReads++;
        if (failedReads == MAX_FAILED_READS || !target.isAlive()) {
          isOver.set(true);
          throw e;
        }
      }
    }
    return null;
  }

  private static <T extends @Nullable Object> T await(Future<T> sender) throws IOException {
    try {
      return sender.get();
    } catch (ExecutionException e) {
      throw new IOException("requests could not be sent", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private @Nullable Void send(Random random, ServerContents to, int count) throws IOException {
    try (HttpConnection connection =
        new HttpConnection(target.address(), CheckAnswers.SILENT_MILLIS)) {
      for (int done = 0; done < count; done += CHUNK) {
        RequestMaker requestMaker = new RequestMaker(random, to.operations, to.known);
        for (int i = 0; i < Math.min(CHUNK, count - done); i++) {
          if (isOver.get() || !target.isAlive()) {
            return null;
          }
          FuzzRequest request = requestMaker.next();
          judge.send(request, connection);
          sent.incrementAndGet();
          AtomicLong seen = operationsSeen.get(request.operation().name());
          if (seen != null) {
            seen.incrementAndGet();
          }
        }
      }
    }
    return null;
  }
}
