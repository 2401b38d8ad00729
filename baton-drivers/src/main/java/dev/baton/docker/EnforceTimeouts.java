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

/** Ends containers that run for longer than their timeout: the engine knows none. */
final class EnforceTimeouts {

  private static final Logger LOG = LoggerFactory.getLogger(EnforceTimeouts.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final DockerContainers dockerContainers;
  private final StopContainer stop;
  private final ScheduledExecutorService timer;
  // Ids that are scheduled; touched by any thread.
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  EnforceTimeouts(
      DockerContainers dockerContainers, StopContainer stop, ScheduledExecutorService timer) {
    this.dockerContainers = dockerContainers;
    this.stop = stop;
    this.timer = timer;
  }

  /** Has a container ended in time, if it has a timeout. Idempotent and cheap. */
  void enforce(DockerContainer dockerContainer) {
    Duration left = dockerContainer.remainingTime();
    if (left != null && held.add(dockerContainer.id())) {
      schedule(dockerContainer.id(), left);
    }
  }

  private void schedule(String id, Duration left) {
    long delay = Math.max(0, SaturatedTime.millis(left));
    try {
      // The timer's thread must not wait for the engine.
      var unused =
          timer.schedule(
              () -> Threads.virtual("docker-timeout", () -> end(id)).start(),
              delay,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed: whoever has the engine open next takes over.
      LOG.debug("the timeout of container {} is left to others", id, e);
    }
  }

  private void end(String id) {
    try {
      DockerContainer dockerContainer = dockerContainers.inspect(id).orElse(null);
      Duration left = dockerContainer == null ? null : dockerContainer.remainingTime();
      if (left == null) {
        held.remove(id);
      } else if (left.isPositive()) {
        schedule(id, left);
      } else {
        stop.stop(id);
        schedule(id, LOOK_AGAIN);
      }
    } catch (RuntimeException e) {
      // Whatever it is: the timeout must not be forgotten.
      LOG.debug("cannot end container {} yet", id, e);
      schedule(id, LOOK_AGAIN);
    }
  }
}
