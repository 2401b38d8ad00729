// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.Credentials;
import dev.baton.job.Job;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.ProtocolCalls;
import dev.baton.service.Clock;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.Service;
import dev.baton.testkit.job.JobBuilder;
import dev.baton.testkit.service.ServiceStress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Starts and stops the services of the remote backend in any order. The server lets long polls wait
 * and answers 503 to all other calls.
 */
@Isolated("checks the threads of the JVM")
final class RemoteServicesStressTest {

  private static final Duration SOON = Duration.ofMillis(5);

  abstract static class OnServer extends ServiceStress {
    final AtomicInteger longPolls = new AtomicInteger();
    private final RetryIdempotentCalls noRepeats = new RetryIdempotentCalls(Clock.system());
    final RemoteClient remoteClient;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;

    OnServer() throws IOException {
      noRepeats.stop();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::answer);
      server.start();
      remoteClient =
          new RemoteClient(
              new RemoteBackend.Options(
                  URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                  new Credentials.Password("user", "password")),
              noRepeats,
              Clock.system());
    }

    @AfterEach
    void close() {
      end.countDown();
      remoteClient.close();
      server.stop(0);
      threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      exchange.getRequestBody().readAllBytes();
      if (path.equals("/api/session")) {
        exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
        exchange.sendResponseHeaders(201, -1);
      } else if (path.equals(ProtocolCalls.LONG_POLL.path())
          || path.equals(ProtocolCalls.STAND_BY.path())) {
        longPolls.incrementAndGet();
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      } else {
        exchange.sendResponseHeaders(503, -1);
      }
      exchange.close();
    }

    /** Returns a subject whose calls reach the server until the service is stopped. */
    static Subject sending(Service service, ThrowingCallable call, String role) {
      return new Subject(
          service,
          () ->
              assertThatThrownBy(call)
                  .isInstanceOf(UnavailableException.class)
                  .hasMessageContaining("503"),
          () -> {
            assertThatThrownBy(call)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("closed");
            assertNoThreads(role);
          });
    }
  }

  @Nested
  final class CallBatcherStress extends OnServer {
    CallBatcherStress() throws IOException {}

    @Override
    protected Subject create() {
      CallBatcher callBatcher =
          new CallBatcher("remote-stress", remoteClient, ProtocolCalls.ADD, "posts");
      return sending(callBatcher, () -> callBatcher.submit(List.of()), "remote-stress");
    }
  }

  @Nested
  final class PostQueueStress extends OnServer {
    PostQueueStress() throws IOException {}

    @Override
    protected Subject create() {
      PostQueue postQueue = new PostQueue(remoteClient);
      List<Job> jobs = List.of(JobBuilder.aJob().build());
      return sending(postQueue, () -> postQueue.add(jobs), "remote-posts");
    }
  }

  @Nested
  final class ClaimWriteQueueStress extends OnServer {
    ClaimWriteQueueStress() throws IOException {}

    @Override
    protected Subject create() {
      ClaimWriteQueue work = new ClaimWriteQueue(remoteClient, new OpenBoardSessions());
      ClaimWriteItem item = new ClaimWriteItem.Append(JobBuilder.aJob().build().id(), 1, List.of());
      return sending(work, () -> work.execute(item, 1), "remote-work");
    }
  }

  @Nested
  final class LongPollLoopStress extends OnServer {
    LongPollLoopStress() throws IOException {}

    @Override
    protected Subject create() {
      int before = longPolls.get();
      LongPollLoop loop =
          new LongPollLoop(remoteClient, LongPollTopic.HISTORY, Duration.ofSeconds(1));
      loop.watch(() -> {});
      return new Subject(
          loop,
          () -> await().pollInterval(SOON).until(() -> longPolls.get() > before),
          () -> assertNoThreads("remote-history"));
    }
  }

  @Nested
  final class StandByLoopStress extends OnServer {
    StandByLoopStress() throws IOException {}

    @Override
    protected Subject create() {
      int before = longPolls.get();
      StandByLoop standByLoop = new StandByLoop(remoteClient, Clock.system());
      standByLoop.watch(LongPollTopic.POSTINGS, () -> {});
      return new Subject(
          standByLoop,
          () -> await().pollInterval(SOON).until(() -> longPolls.get() > before),
          () -> assertNoThreads("remote-stand-by"));
    }
  }
}
