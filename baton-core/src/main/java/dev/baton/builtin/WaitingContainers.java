// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import dev.baton.error.BatonException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.job.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of engine jobs whose program does not start what their engine says why. One loop for all,
 * and for each engine one watch, open only while there is somebody to be told.
 */
final class WaitingContainers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WaitingContainers.class);

  /** Most programs start sooner: nothing is asked for those. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** Between looks whether there is still anybody to be told. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private static final Duration IDLE = Duration.ofHours(1);

  /** Of its time, the loop spends at most one part in so many on asking. */
  private static final int SHARE = 10;

  private final Clock clock;
  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final PollLoop loop = PollLoop.of("waiting-containers", this::pass);

  WaitingContainers(Clock clock) {
    this.clock = clock;
  }

  /** Those that wait in one engine. */
  private static final class Room {
    private final Engine engine;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    // Touched by the loop's thread, and by who closes when that has ended.
    private @Nullable Watch watch;

    Room(Engine engine) {
      this.engine = engine;
    }

    void watch() {
      if (watch == null) {
        watch =
            engine.watch(event -> {
              if (event instanceof EngineEvent.Changed changed) {
                tell(changed.job());
              }
            });
      }
    }

    void unwatch() {
      if (watch != null) {
        watch.close();
        watch = null;
      }
    }

    private void tell(EngineJob job) {
      Waiting one = waiting.get(job.name());
      if (one != null && one.tell(job.status())) {
        waiting.remove(job.name(), one);
      }
    }
  }

  /** One that waits. */
  private static final class Waiting {
    private final Consumer<EngineStatus> listener;
    private final Deadline due;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private boolean closed;
    // Whether it was asked for once; touched by the loop's thread only.
    private boolean asked;

    Waiting(Consumer<EngineStatus> listener, Deadline due) {
      this.listener = listener;
      this.due = due;
    }

    /** Whether that was all that there is to be told. */
    boolean tell(EngineStatus status) {
      lock.lock();
      try {
        if (!closed) {
          listener.accept(status);
        }
      } catch (BatonException e) {
        // Such as a claim that was lost: its run is to end.
        LOG.debug("nobody is told why an engine job waits", e);
      } finally {
        lock.unlock();
      }
      return status.started() != null || status.isOver();
    }

    void close() {
      lock.lock();
      try {
        closed = true;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Tells how an engine job stands until its program has started, or until the answer is closed:
   * then the listener is called no more.
   *
   * @param listener called on other threads; must not block
   */
  Watch add(String engineName, Engine engine, String name, Consumer<EngineStatus> listener) {
    Room room = rooms.computeIfAbsent(engineName, key -> new Room(engine));
    Waiting one = new Waiting(listener, Deadline.after(clock.nanos(), FIRST));
    room.waiting.put(name, one);
    loop.start();
    loop.wake();
    return () -> {
      one.close();
      room.waiting.remove(name, one);
    };
  }

  private PassResult pass() {
    long start = clock.nanos();
    Duration pause = IDLE;
    for (Room room : rooms.values()) {
      Duration own = look(room);
      pause = own.compareTo(pause) < 0 ? own : pause;
    }
    Duration took = Duration.ofNanos(clock.nanos() - start).multipliedBy(SHARE);
    return PassResult.waitFor(took.compareTo(pause) > 0 ? took : pause);
  }

  /** Looks at those that wait there for a second and were not looked at; when to look again. */
  private Duration look(Room room) {
    if (room.waiting.isEmpty()) {
      room.unwatch();
      return IDLE;
    }
    List<Waiting> fresh = room.waiting.values().stream().filter(one -> !one.asked).toList();
    if (fresh.stream().anyMatch(one -> one.due.isPast(clock))) {
      try {
        // What changes from now on is told by the watch, what was before by the list.
        room.watch();
        room.engine.list().forEach(room::tell);
        fresh.forEach(one -> one.asked = true);
      } catch (BatonException e) {
        LOG.debug("an engine does not tell what its jobs wait for; is asked again", e);
      }
      return FIRST;
    }
    return fresh.isEmpty() ? LATER : FIRST;
  }

  @Override
  public void close() {
    loop.stop();
    rooms.values().forEach(Room::unwatch);
  }
}
