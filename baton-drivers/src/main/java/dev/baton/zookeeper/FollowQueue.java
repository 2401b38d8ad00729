// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.JobId;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QueueView} true: lists the queue once for each connection, and from then on goes
 * by the events of a persistent watch. Events and answers of one connection come in the order of
 * the transactions, so that the answer to a sync says that everything before it is known.
 */
final class FollowQueue implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(FollowQueue.class);
  private static final Duration REPAIR = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(2));

  /** A connection that is followed, from its making to its loss. */
  private static final class Following {
    private final ZooKeeper handle;
    // Jobs of entries that are being read.
    private final AtomicInteger loading = new AtomicInteger();
    private volatile boolean lost;

    Following(ZooKeeper handle) {
      this.handle = handle;
    }
  }

  private final Connection connection;
  private final QueueView view;
  private final TokenBase tokens;
  private final PollLoop loop;
  // Each replaced by those who notice that the connection is lost, or follow a new one.
  private final AtomicReference<@Nullable Following> following = new AtomicReference<>();
  private volatile CompletableFuture<Following> ready = new CompletableFuture<>();
  private volatile Runnable onFeederGone = () -> {};
  private volatile Runnable onFeederHint = () -> {};
  // Touched by the loop's thread.
  private long lastSession;

  FollowQueue(Connection.Servers servers, Duration sessionTimeout, Clock clock) {
    this.view = new QueueView(clock);
    this.tokens = new TokenBase(clock);
    this.loop = PollLoop.of("zookeeper-follow", this::pass, BACKOFF);
    this.connection = Connection.start(servers, sessionTimeout, this::changed);
  }

  QueueView view() {
    return view;
  }

  TokenBase tokens() {
    return tokens;
  }

  Connection connection() {
    return connection;
  }

  /** Calls back when the process that feeds the window is gone, or the session is a new one. */
  void onFeederGone(Runnable callback) {
    onFeederGone = callback;
  }

  /** Calls back when somebody wants the process that feeds the window to look at the store. */
  void onFeederHint(Runnable callback) {
    onFeederHint = callback;
  }

  @Override
  public void start() {
    connection.awaitConnected();
    loop.start();
    loop.wake();
    awaitReady(START_PATIENCE);
  }

  @Override
  public void stop() {
    loop.stop();
    connection.close();
  }

  private void changed(ConnectionState state) {
    switch (state) {
      case CONNECTED, RECONNECTED, READ_ONLY -> loop.wake();
      case SUSPENDED, LOST -> lose();
    }
  }

  private synchronized void lose() {
    Following old = following.getAndSet(null);
    if (old != null) {
      old.lost = true;
      ready = new CompletableFuture<>();
    }
  }

  private PassResult pass() {
    if (following.get() != null) {
      return PassResult.waitFor(REPAIR);
    }
    ZooKeeper handle = connection.handle();
    Calls.ensure(handle, Paths.QUEUE, Paths.ENTRIES, Paths.TAKEN, Paths.OWN, Paths.ELECTION);
    if (handle.getSessionId() != lastSession) {
      tokens.begin(handle);
      view.forget();
      lastSession = handle.getSessionId();
    }
    follow(new Following(handle));
    onFeederGone.run();
    view.tell();
    return PassResult.waitFor(REPAIR);
  }

  private void follow(Following next) {
    following.set(next);
    ZooKeeper handle = next.handle;
    try {
      Calls.await(Calls.watch(handle, Paths.QUEUE, event -> changed(next, event)));
      Calls.await(Calls.watch(handle, Paths.OWN, event -> changed(next, event)));
      CompletableFuture<List<String>> names =
          Calls.children(handle, Paths.ENTRIES)
              .whenComplete((listed, failure) -> {
                if (failure == null) {
                  view.replaceNames(listed).forEach(name -> load(next, name));
                }
              });
      CompletableFuture<List<String>> taken =
          Calls.children(handle, Paths.TAKEN)
              .whenComplete((listed, failure) -> {
                if (failure == null) {
                  view.replaceTaken(listed);
                }
              });
      LOG.info(
          "queue followed, entries={} taken={}",
          Calls.await(names).size(),
          Calls.await(taken).size());
    } catch (RuntimeException e) {
      following.compareAndSet(next, null);
      throw e;
    }
    synchronized (this) {
      if (!next.lost) {
        ready.complete(next);
      }
    }
  }

  private void changed(Following from, WatchedEvent event) {
    String path = event.getPath();
    if (path == null || from.lost) {
      return;
    }
    EventType type = event.getType();
    if (path.startsWith(Paths.ENTRIES + "/")) {
      entryChanged(from, type, path.substring(Paths.ENTRIES.length() + 1));
    } else if (path.startsWith(Paths.TAKEN + "/")) {
      lockChanged(type, path.substring(Paths.TAKEN.length() + 1));
    } else if (path.equals(Paths.TOKEN_BASE) && type == EventType.NodeDataChanged) {
      tokens.refreshing(from.handle);
    } else if (path.equals(Paths.FEEDER) && type == EventType.NodeDeleted) {
      onFeederGone.run();
    } else if (path.equals(Paths.FEEDER) && type == EventType.NodeDataChanged) {
      onFeederHint.run();
    } else if (type == EventType.NodeDeleted) {
      // Somebody removed the folders: list and make them anew.
      lose();
      loop.wake();
    }
  }

  private void entryChanged(Following from, EventType type, String name) {
    if (type == EventType.NodeDeleted) {
      view.remove(name);
    } else if (type == EventType.NodeCreated && view.add(name)) {
      load(from, name);
    }
  }

  private void lockChanged(EventType type, String name) {
    if (type == EventType.NodeDeleted) {
      view.release(name);
    } else if (type == EventType.NodeCreated) {
      view.take(name);
    }
  }

  private void load(Following from, String name) {
    if (Paths.priority(name) < 0) {
      return;
    }
    from.loading.incrementAndGet();
    CompletableFuture<Calls.Data> unused =
        Calls.data(from.handle, Paths.entry(name))
            .whenComplete((data, failure) -> {
              if (failure == null && !from.lost) {
                know(name, data.text());
              }
              from.loading.decrementAndGet();
            });
  }

  private void know(String name, String text) {
    try {
      view.know(name, JobId.parse(text));
    } catch (InvalidInputException e) {
      LOG.warn("entry={} is left alone: {}", name, e.getMessage());
    }
  }

  /** The handle of the connection that is followed now. */
  ZooKeeper handle() {
    return awaitReady().handle;
  }

  /**
   * Returns when the view has all that was done, by anybody, before the call.
   *
   * @throws UnavailableException if ZooKeeper is not reached
   */
  void refresh() {
    Following now = awaitReady();
    Calls.await(Calls.sync(now.handle));
    if (now.loading.get() > 0) {
      // Answers come in order: when this one is here, so are the jobs of all entries.
      Calls.await(Calls.stat(now.handle, Paths.QUEUE));
    }
    if (now.lost) {
      throw new UnavailableException("the connection to ZooKeeper was lost; try again");
    }
  }

  boolean isReady() {
    return ready.isDone();
  }

  private Following awaitReady() {
    return awaitReady(PATIENCE);
  }

  private Following awaitReady(Duration patience) {
    try {
      return ready.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new UnavailableException(
          "ZooKeeper at " + connection.place() + " is not reached, or has no leader", e);
    }
  }
}
