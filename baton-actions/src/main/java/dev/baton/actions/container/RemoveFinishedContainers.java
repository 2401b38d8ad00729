// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engines;
import dev.baton.error.BatonException;
import dev.baton.job.Job;
import dev.baton.job.Jobs;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes engine jobs soon after their jobs have ended, but not earlier: if an executor takes over
 * a job whose end is not stored yet, it must still find out how the program ended. One poll loop
 * serves all jobs; the poll loop pauses while there is nothing to do.
 */
final class RemoveFinishedContainers implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(RemoveFinishedContainers.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration LONGEST_CHECK_INTERVAL = Duration.ofSeconds(5);
  private static final int MAX_CHECKS = 30;

  private final Engines engines;
  private final Map<String, Ended> ended = new ConcurrentHashMap<>();
  private final PollLoop loop = PollLoop.of("finished-containers", this::pass);

  /** A run of a container job that is over, or is about to end. */
  private record Ended(String engine, Jobs jobs, Job job, int checks) {}

  RemoveFinishedContainers(Engines engines) {
    this.engines = engines;
  }

  void add(String engine, String name, Jobs jobs, Job job) {
    ended.put(name, new Ended(engine, jobs, job, 0));
    loop.start();
    loop.wake();
  }

  private PassResult pass() {
    ended.forEach(this::check);
    return PassResult.waitFor(ended.isEmpty() ? IDLE : POLL_INTERVAL);
  }

  private void check(String name, Ended one) {
    try {
      Optional<Job> job = one.jobs().find(one.job().id());
      if (job.isEmpty() || !isWanted(job.get(), one)) {
        engines.get(one.engine()).delete(name);
        ended.remove(name, one);
      } else {
        again(name, one);
      }
    } catch (BatonException e) {
      LOG.debug(
          "engine job is not removed yet; Baton tries again: engine={} engineJob={}",
          one.engine(),
          name,
          e);
      again(name, one);
    } catch (RuntimeException e) {
      // The code of a plugin may throw anything. The engine jobs of other engines must still be
      // removed.
      LOG.warn(
          "finished engine job cannot be removed, because the code of the engine failed; Baton"
              + " tries again: engine={} engineJob={}",
          one.engine(),
          name,
          e);
      again(name, one);
    }
  }

  /**
   * Plans another try, up to a limit. After the limit, an executor that resumes the job removes the
   * engine job later, otherwise the reaper does.
   */
  private void again(String name, Ended one) {
    if (one.checks() >= MAX_CHECKS) {
      ended.remove(name, one);
    } else {
      ended.replace(name, one, new Ended(one.engine(), one.jobs(), one.job(), one.checks() + 1));
    }
  }

  private static boolean isWanted(Job now, Ended one) {
    return ContainerNames.isWanted(
        now, Map.of(ContainerNames.FAILURES, String.valueOf(one.job().status().failures())));
  }

  /** Does nothing: the first engine job starts the poll loop. */
  @Override
  public void start() {}

  /**
   * Stops as {@link PollLoop#stop()}, within ten seconds. Then checks once more, within five
   * seconds, so that a process that stops right after a job has ended leaves no engine job behind.
   */
  @Override
  public void stop() {
    loop.stop();
    if (!ended.isEmpty()) {
      RunWithTimeout.run(
          "finished-containers-close", () -> ended.forEach(this::check), LONGEST_CHECK_INTERVAL);
    }
  }
}
