// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Clock;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Service}: start and stop in any order and number, from any thread,
 * also at the same time. A test of a service extends this class and creates the service.
 */
public abstract class ServiceStress {

  private static final int ROUNDS = 50;

  /** No stop of a service without work may take longer, even on a busy machine. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

  private static final Duration LAST_INSTRUCTIONS = Duration.ofSeconds(1);

  /**
   * A service that is not started, with checks of its work.
   *
   * @param assertWorks waits until the service works; fails if it does not work
   * @param assertStopped fails if anything that the service started still runs; does not wait
   */
  public record Subject(Service service, Runnable assertWorks, Runnable assertStopped) {}

  /** Creates a new service. A test calls it several times. */
  protected abstract Subject create() throws Exception;

  /** How often the races are repeated. A test of a service that starts slowly lowers it. */
  protected int rounds() {
    return ROUNDS;
  }

  /**
   * Fails if a thread of Baton with one of the roles runs. An executor service counts a task as
   * ended shortly before its thread ends, so a thread has a second for its last instructions. Other
   * tests of the JVM must not use these roles at the same time.
   */
  protected static void assertNoThreads(String... roles) {
    Pattern names = Pattern.compile("baton-(" + String.join("|", roles) + ")-\\d+");
    assertThat(
            Stream.of(Thread.getAllStackTraces().keySet(), Threads.runningVirtual())
                .flatMap(Collection::stream)
                .filter(thread -> names.matcher(thread.getName()).matches()))
        .allMatch(thread -> Threads.join(thread, LAST_INSTRUCTIONS));
  }

  private static void stop(Subject subject) {
    long start = Clock.system().nanos();
    subject.service().stop();
    assertThat(Duration.ofNanos(Clock.system().nanos() - start)).isLessThan(STOP_LIMIT);
  }

  @Test
  protected void start_once_works() throws Exception {
    Subject subject = create();
    subject.service().start();
    subject.assertWorks().run();
    stop(subject);
    subject.assertStopped().run();
  }

  @Test
  protected void start_twice_isAsOnce() throws Exception {
    Subject subject = create();
    subject.service().start();
    subject.service().start();
    subject.assertWorks().run();
    stop(subject);
    subject.assertStopped().run();
  }

  @Test
  protected void stop_twice_isAsOnce() throws Exception {
    Subject subject = create();
    subject.service().start();
    stop(subject);
    stop(subject);
    subject.service().close();
    subject.assertStopped().run();
  }

  @Test
  protected void start_afterStop_staysStopped() throws Exception {
    Subject subject = create();
    subject.service().start();
    subject.assertWorks().run();
    stop(subject);
    subject.service().start();
    subject.assertStopped().run();
    stop(subject);
  }

  @Test
  protected void stop_beforeStart_staysStopped() throws Exception {
    Subject subject = create();
    stop(subject);
    subject.service().start();
    subject.assertStopped().run();
    stop(subject);
  }

  @Test
  protected void stop_rightAfterStart_stops() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Subject subject = create();
      subject.service().start();
      stop(subject);
      subject.assertStopped().run();
    }
  }

  @Test
  protected void stop_fromManyThreads_eachReturnsWhenItIsStopped() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Subject subject = create();
      subject.service().start();
      ConcurrentCalls.run(
          4,
          i ->
              () -> {
                stop(subject);
                subject.assertStopped().run();
                return true;
              });
    }
  }

  @Test
  protected void start_fromManyThreads_isAsOnce() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Subject subject = create();
      ConcurrentCalls.run(
          4,
          i ->
              () -> {
                subject.service().start();
                return true;
              });
      subject.assertWorks().run();
      stop(subject);
      subject.assertStopped().run();
    }
  }

  @Test
  protected void startAndStop_racing_endStopped() throws Exception {
    for (int round = 0; round < rounds(); round++) {
      Subject subject = create();
      ConcurrentCalls.run(
          6,
          i ->
              () -> {
                if (i % 2 == 0) {
                  subject.service().start();
                } else {
                  stop(subject);
                }
                return true;
              });
      // The service was stopped once, so it stays stopped in every order of the calls.
      subject.assertStopped().run();
      subject.service().start();
      subject.assertStopped().run();
    }
  }

  @Test
  protected void stop_interruptedCaller_stopsAndKeepsTheInterrupt() throws Exception {
    Subject subject = create();
    subject.service().start();
    subject.assertWorks().run();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Threads.platform(
            "stopper",
            () -> {
              try {
                Thread.currentThread().interrupt();
                stop(subject);
                subject.assertStopped().run();
                interrupted.complete(Thread.currentThread().isInterrupted());
              } catch (Throwable e) {
                interrupted.completeExceptionally(e);
              }
            })
        .start();
    assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
  }
}
