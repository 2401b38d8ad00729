// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.access.Caller;
import dev.baton.error.QuotaExceededException;
import dev.baton.job.JobSpec;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests quotas while one owner posts from many threads. */
final class CheckQuotaTest {

  private static final int LIMIT = 100;
  private static final Caller ALICE =
      new Caller("user/alice", "user/alice", Set.of("user/alice", "group/nuvla-user"), null);

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final JobService jobService =
      new JobService(
          backend.jobs(), (spec, caller) -> spec, new JobQuotas(LIMIT, LIMIT), Clock.system());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void post_manyAtTheSameTime_neverExceedTheQuota() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    AtomicInteger accepted = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      List<Future<Boolean>> posts = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        posts.add(
            threads.submit(() -> {
              start.await();
              return post(10, accepted);
            }));
      }
      start.countDown();
      for (Future<Boolean> each : posts) {
        each.get();
      }
    }
    assertThat(backend.jobs().countUnfinished("user/alice"))
        .isEqualTo(accepted.get())
        .isLessThanOrEqualTo(LIMIT);
    // Posts that were refused while other posts were in progress may be repeated.
    while (accepted.get() < LIMIT) {
      assertThat(post(10, accepted)).isTrue();
    }
    assertThatThrownBy(() -> jobService.forCaller(ALICE).post(List.of(JobSpec.of("work"))))
        .isInstanceOf(QuotaExceededException.class)
        .hasMessageContaining("has 100 jobs");
  }

  private boolean post(int count, AtomicInteger accepted) {
    try {
      jobService.forCaller(ALICE).post(Collections.nCopies(count, JobSpec.of("work")));
      accepted.addAndGet(count);
      return true;
    } catch (QuotaExceededException e) {
      return false;
    }
  }
}
