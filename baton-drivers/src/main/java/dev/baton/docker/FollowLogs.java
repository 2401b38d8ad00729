// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.LineSink;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import dev.baton.service.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the output of a container to its end, over as many connections as it takes. */
final class FollowLogs {

  private static final Logger LOG = LoggerFactory.getLogger(FollowLogs.class);
  private static final Duration GIVE_UP = Duration.ofSeconds(10);
  private static final int NOT_READABLE = 501;
  private static final long BILLION = 1_000_000_000L;

  private final DockerApi api;
  private final Containers containers;
  private final Retry retry;

  FollowLogs(DockerApi api, Containers containers, Retry retry) {
    this.api = api;
    this.containers = containers;
    this.retry = retry;
  }

  /** As {@link dev.baton.engine.Engine#logs} has it. */
  void follow(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    Container container = containers.find(name).orElseThrow(() -> gone(name));
    String id = container.id();
    LogPosition position = after == null ? LogPosition.start(id) : LogPosition.parse(id, after);
    int idle = 0;
    while (true) {
      // Only what is read when it is over is known to be all: a stream may end earlier.
      boolean over = container.job().status().isOver();
      LogReader reader = new LogReader(position, sink);
      boolean whole = container.unstarted() || read(id, !over, reader);
      if (over && whole) {
        reader.end();
        return;
      }
      idle = reader.position().equals(position) ? idle + 1 : 0;
      position = reader.position();
      container = again(name, id, idle);
    }
  }

  /** The container after a pause, which is none if something was read. */
  private Container again(String name, String id, int idle) throws InterruptedException {
    Deadline end = retry.in(GIVE_UP);
    int failures = idle;
    while (true) {
      if (failures > 0 && !retry.pause(failures, end)) {
        throw new UnavailableException("the output of '" + name + "' cannot be read any further");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try {
        return containers.inspect(id).orElseThrow(() -> gone(name));
      } catch (UnavailableException e) {
        failures++;
        if (retry.isPast(end)) {
          throw e;
        }
      }
    }
  }

  /**
   * Reads what is there, or what comes.
   *
   * @return whether it was read to the end; false if the connection broke
   */
  private boolean read(String id, boolean follow, LogReader reader) throws InterruptedException {
    try (HttpAnswer answer = api.open("GET", path(id, follow, reader.position()), Map.of())) {
      Optional<LogPiece> piece = LogPiece.next(answer.body());
      while (piece.isPresent()) {
        LogPiece one = piece.get();
        reader.add(one.isError(), one.time(), one.bytes(), one.from());
        piece = LogPiece.next(answer.body());
      }
      return true;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("reading was interrupted").initCause(e);
      }
      LOG.debug("the output of container {} broke off", id, e);
      return false;
    }
  }

  private static String path(String id, boolean follow, LogPosition position) {
    String path =
        "/containers/" + id + "/logs?stdout=1&stderr=1&timestamps=1&follow=" + (follow ? 1 : 0);
    if (position.anchor() == 0) {
      return path;
    }
    // Some seconds more than needed: engines differ in what they make of fractions and equality.
    long since = position.anchor() / BILLION - LogReader.DISORDER.toSeconds();
    return path + "&since=" + since;
  }

  private static NotFoundException gone(String name) {
    return new NotFoundException("there is no container '" + name + "'");
  }
}
