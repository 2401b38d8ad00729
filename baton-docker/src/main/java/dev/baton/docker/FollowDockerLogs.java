// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.LineSink;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the output of a container to its end, over several connections if necessary. */
record FollowDockerLogs(
    DockerApi api, DockerContainers dockerContainers, RetryIdempotentCalls retryIdempotentCalls) {

  private static final Logger LOG = LoggerFactory.getLogger(FollowDockerLogs.class);
  private static final Duration GIVE_UP = Duration.ofSeconds(10);

  /**
   * The failure count that {@link RetryIdempotentCalls} gets for a pause of about half a second
   * between two requests. Used for Podman, which reads the whole output again for each request;
   * therefore short pauses would be expensive.
   */
  private static final int PAUSE_FAILURES = 4;

  /** Implements {@link dev.baton.engine.Engine#logs}. */
  void follow(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    DockerContainer dockerContainer = dockerContainers.find(name).orElseThrow(() -> removed(name));
    String id = dockerContainer.id();
    DockerLogPosition position =
        after == null ? DockerLogPosition.start(id) : DockerLogPosition.parse(id, after);
    LogRequest request = new LogRequest(api, name, id);
    int idle = 0;
    boolean wasOver = false;
    boolean complete = false;
    while (!complete) {
      // The status is taken before the output is read. Output is known to be complete only if it
      // was read after the container ended, because a stream may end before the container does.
      boolean over = dockerContainer.job().status().isOver();
      DockerLogReader reader = new DockerLogReader(position, sink);
      boolean whole = dockerContainer.isUnstarted() || read(name, request, over, reader);
      boolean progress = !reader.position().equals(position);
      // Podman may report the end of a container while its last lines are still being stored.
      boolean stored = !api.isPodman() || dockerContainer.isUnstarted() || (wasOver && !progress);
      complete = over && whole && stored;
      if (complete) {
        reader.end();
      } else {
        wasOver = over && whole;
        idle = progress || wasOver ? (api.isPodman() ? PAUSE_FAILURES : 0) : idle + 1;
        position = reader.position();
        dockerContainer = again(name, id, idle);
      }
    }
  }

  private static boolean read(String name, LogRequest request, boolean over, DockerLogReader reader)
      throws InterruptedException {
    try {
      return request.read(over, reader);
    } catch (ConflictException e) {
      // The engine is removing the container. The next inspection shows whether the container is
      // gone.
      LOG.debug("engine job is being removed: engineJob={}", name, e);
      return false;
    }
  }

  /**
   * Inspects the container again, after a pause.
   *
   * @param idle the failure count from which {@link RetryIdempotentCalls} computes the pause; 0
   *     means no pause
   */
  private DockerContainer again(String name, String id, int idle) throws InterruptedException {
    Deadline end = retryIdempotentCalls.deadlineAfter(GIVE_UP);
    DockerContainer found = null;
    for (int failures = idle; found == null; failures++) {
      if (failures > 0 && !retryIdempotentCalls.pause(failures, end)) {
        throw new UnavailableException(
            "cannot read the rest of the output of '" + name + "': no answer in time");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        found = dockerContainers.inspect(id).orElseThrow(() -> removed(name));
      } catch (UnavailableException e) {
        if (retryIdempotentCalls.isPast(end)) {
          throw e;
        }
      }
    }
    return found;
  }

  private static NotFoundException removed(String name) {
    return new NotFoundException("there is no container '" + name + "'");
  }
}
