// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import dev.baton.externalboard.QueueView;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QueueView} up to date. If the connection is lost, this service follows the queue
 * on the next connection. On one connection, events and answers arrive in the order of ZooKeeper's
 * transactions. Therefore, when the answer to a sync has arrived, this process knows everything
 * that happened before the sync.
 */
abstract sealed class FollowQueue implements Service permits ZooKeeperEntryQueue {

  private static final Logger LOG = LoggerFactory.getLogger(FollowQueue.class);
  // How long the poll loop waits at most for the next connection after a connection was lost. The
  // next connection wakes the poll loop earlier.
  private static final Duration RECONNECTS = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(50), Duration.ofSeconds(2));

  private final ZooKeeperConnection zooKeeperConnection;
  private final Clock clock;
  private final QueueView view;
  private final FencingTokenOffset tokens;
  private final PollLoop loop;
  private final Lifecycle life = new Lifecycle();
  // The connection that is followed, and a future for it that threads can wait for. Both are
  // replaced by the threads that notice a lost connection or follow a new one.
  private final AtomicReference<@Nullable FollowedConnection> following = new AtomicReference<>();
  private volatile CompletableFuture<FollowedConnection> ready = new CompletableFuture<>();
  // Whether the ZooKeeper servers are older than 3.6. Written by the thread of the poll loop, and
  // never set to false again: an old server closes the connection when a client requests a
  // persistent watch, so each new test would cost a connection.
  private volatile boolean old;
  // Whether an old server is about to close the connection, because this process requested a
  // persistent watch. Used by the thread of the poll loop.
  private boolean reconnecting;
  // The id of the ZooKeeper session that was followed last. Used by the thread of the poll loop.
  private long lastSession;

  FollowQueue(ZooKeeperConnection.Servers servers, Duration sessionTimeout, Clock clock) {
    this.clock = clock;
    this.view = new QueueView(clock);
    this.tokens = new FencingTokenOffset(clock);
    this.loop = PollLoop.of("zookeeper-follow", this::pass, BACKOFF);
    this.zooKeeperConnection = ZooKeeperConnection.start(servers, sessionTimeout, this::changed);
  }

  public QueueView view() {
    return view;
  }

  FencingTokenOffset tokens() {
    return tokens;
  }

  ZooKeeperConnection connection() {
    return zooKeeperConnection;
  }

  @Override
  public void start() {
    life.start(
        () -> {
          zooKeeperConnection.awaitConnected();
          loop.start();
          awaitReady(START_TIMEOUT);
        },
        this::end);
  }

  /** Stops to follow and closes the connection, each within ten seconds. */
  @Override
  public void stop() {
    life.stop(loop::stop);
    // The constructor has opened the connection, so it is open even if this service was never
    // started.
    zooKeeperConnection.close();
  }

  private void end() {
    loop.stop();
    zooKeeperConnection.close();
  }

  private void changed(ConnectionState state) {
    switch (state) {
      case CONNECTED, RECONNECTED, READ_ONLY -> loop.wake();
      case SUSPENDED, LOST -> lose();
    }
  }

  private synchronized void lose() {
    FollowedConnection old = following.getAndSet(null);
    if (old != null) {
      old.lose();
      ready = new CompletableFuture<>();
    }
  }

  private PassResult pass() {
    FollowedConnection followed = following.get();
    if (followed != null) {
      return followed.pass();
    }
    if (reconnecting && !zooKeeperConnection.isConnected()) {
      return PassResult.waitFor(RECONNECTS);
    }
    reconnecting = false;
    ZooKeeper handle = zooKeeperConnection.handle();
    ZooKeeperCalls.ensure(
        handle,
        ZooKeeperPaths.QUEUE,
        ZooKeeperPaths.ENTRIES,
        ZooKeeperPaths.TAKEN,
        ZooKeeperPaths.BATON_ROOT,
        ZooKeeperPaths.ELECTION);
    if (handle.getSessionId() != lastSession) {
      tokens.raiseForNewSession(handle);
      view.clear();
      lastSession = handle.getSessionId();
    }
    FollowedConnection next =
        new FollowedConnection(handle, view, tokens, clock, this::foldersRemoved, loop::wake);
    if (!follow(next)) {
      return PassResult.waitFor(RECONNECTS);
    }
    view.feederRemoved();
    view.notifyWatchers();
    return next.pass();
  }

  private boolean follow(FollowedConnection next) {
    following.set(next);
    try {
      if (old) {
        next.beginListing();
      } else if (!next.beginWatching()) {
        old = true;
        reconnecting = true;
        LOG.info(
            "ZooKeeper is older than 3.6, so each change costs a list of the whole queue; a newer"
                + " ZooKeeper is faster: zooKeeper={}",
            zooKeeperConnection.address());
        following.compareAndSet(next, null);
        return false;
      }
    } catch (RuntimeException e) {
      following.compareAndSet(next, null);
      throw e;
    }
    synchronized (this) {
      if (!next.isLost()) {
        ready.complete(next);
      }
    }
    return true;
  }

  private void foldersRemoved() {
    lose();
    loop.wake();
  }

  /**
   * Returns ZooKeeper's client for the connection that is followed now. Waits for a connection if
   * there is none.
   */
  ZooKeeper handle() {
    return awaitReady().handle();
  }

  /** Whether a server to which this process was connected is older than ZooKeeper 3.6. */
  boolean isBefore36() {
    return old;
  }

  /**
   * Returns when the view contains all changes that any process made before the call.
   *
   * @throws UnavailableException if ZooKeeper cannot be reached
   */
  public void refresh() {
    FollowedConnection now = awaitReady();
    now.refresh();
    if (now.isLost()) {
      throw new UnavailableException("the connection to ZooKeeper was lost; try again");
    }
  }

  public boolean isReady() {
    return ready.isDone();
  }

  private FollowedConnection awaitReady() {
    return awaitReady(TIMEOUT);
  }

  private FollowedConnection awaitReady(Duration patience) {
    try {
      return ready.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      throw new UnavailableException(
          "ZooKeeper at " + zooKeeperConnection.address() + " cannot be reached, or has no leader",
          e);
    }
  }
}
