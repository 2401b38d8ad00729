// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Threads;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ThreadDumpTest {

  @Test
  void report_listsThreadsOfBothKindsWithTheirStatesAndFrames() throws Exception {
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    Runnable body =
        () -> {
          started.countDown();
          awaitThe(end);
        };
    Thread virtual = Threads.virtual("report-virtual", body);
    Thread platform = Threads.platform("report-platform", body);
    virtual.start();
    platform.start();
    started.await();

    String report = ThreadDump.of("head");
    end.countDown();
    virtual.join();
    platform.join();

    assertThat(report).startsWith("head\n");
    assertThat(report)
        .contains("#" + virtual.threadId() + " \"" + virtual.getName() + "\" virtual ")
        .contains("#" + platform.threadId() + " \"" + platform.getName() + "\" ")
        .contains("ThreadDumpTest.awaitThe");
    assertThat(Threads.runningVirtual()).doesNotContain(virtual);
  }

  /**
   * The thread dump of JDK 25 crashes the whole process within a few hundred rounds of this test.
   */
  @Test
  void report_whileVirtualThreadsAreMountedAndUnmounted_endsEachTime() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> parking =
        IntStream.range(0, 50)
            .mapToObj(number ->
                Threads.virtual(
                    "report-parking",
                    () -> {
                      while (!isOver.get()) {
                        LockSupport.parkNanos(1);
                      }
                    }))
            .toList();
    parking.forEach(Thread::start);
    List<Thread> reporting =
        IntStream.range(0, 2)
            .mapToObj(number -> Threads.platform("report-reporting", ThreadDumpTest::reportOften))
            .toList();
    reporting.forEach(Thread::start);
    for (Thread thread : reporting) {
      thread.join();
    }
    isOver.set(true);
    for (Thread thread : parking) {
      thread.join();
    }
    assertThat(Threads.runningVirtual()).doesNotContainAnyElementsOf(parking);
  }

  @Test
  void report_ofMoreThanItsLimit_isCutAndSaysSo() {
    String report = ThreadDump.of("x".repeat(ThreadDump.MAX_LENGTH));

    assertThat(report).endsWith("\n... cut: the list of threads is longer\n");
    assertThat(report.length()).isLessThan(ThreadDump.MAX_LENGTH + 100);
  }

  private static void reportOften() {
    for (int round = 0; round < 300; round++) {
      ThreadDump.of("");
    }
  }

  private static void awaitThe(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
