// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.service.SaturatedTime;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops containers that run longer than their timeout, because the engine has no timeouts. */
final class EnforceTimeouts {

  private static final Logger LOG = LoggerFactory.getLogger(EnforceTimeouts.class);
  private static final Duration CHECK_AGAIN_AFTER = Duration.ofSeconds(1);

  private final DockerContainers dockerContainers;
  private final StopContainer stop;
  private final ScheduledExecutorService timer;
  // The ids of containers with a scheduled check. Used by any thread.
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  EnforceTimeouts(
      DockerContainers dockerContainers, StopContainer stop, ScheduledExecutorService timer) {
    this.dockerContainers = dockerContainers;
    this.stop = stop;
    this.timer = timer;
  }

  /** Schedules the end of a container that has a timeout. Idempotent and cheap. */
  void enforce(DockerContainer dockerContainer) {
    Duration left = dockerContainer.remainingTime();
    if (left != null && held.add(dockerContainer.id())) {
      schedule(dockerContainer.job().name(), dockerContainer.id(), left);
    }
  }

  private void schedule(String name, String id, Duration left) {
    long delay = Math.max(0, SaturatedTime.millis(left));
    try {
      // The check runs on a virtual thread, because the timer thread must not wait for the engine.
      var unused =
          timer.schedule(
              () -> Threads.virtual("docker-timeout", () -> end(name, id)).start(),
              delay,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // This process has closed the engine. The next process that opens the engine enforces the
      // timeout.
      LOG.debug(
          "engine is closed; the next process that opens it enforces the timeout: engineJob={}",
          name,
          e);
    }
  }

  private void end(String name, String id) {
    try {
      DockerContainer dockerContainer = dockerContainers.inspect(id).orElse(null);
      Duration left = dockerContainer == null ? null : dockerContainer.remainingTime();
      if (left == null) {
        held.remove(id);
      } else if (left.isPositive()) {
        schedule(name, id, left);
      } else {
        stop.stop(id);
        schedule(name, id, CHECK_AGAIN_AFTER);
      }
    } catch (RuntimeException e) {
      // The check is repeated after every kind of failure, because the timeout must not be
      // forgotten.
      LOG.debug("timeout is enforced again later: engineJob={}", name, e);
      schedule(name, id, CHECK_AGAIN_AFTER);
    }
  }
}
