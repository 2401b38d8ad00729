// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Follows the queue on one connection to a ZooKeeper server without persistent watches (before
 * 3.6), in the same way as kazoo. It lists the entries and the locks and sets a watch on each of
 * the two folders. When a watch reports a change, it lists both again, but only after a pause,
 * because the time for a listing grows with the length of the queue.
 */
final class ListChanges {

  private static final Duration LEAST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int PAUSE_FACTOR = 5;
  private static final Duration REPAIR = Duration.ofMinutes(10);

  private final ZooKeeper handle;
  private final Clock clock;
  private final FollowedConnection connection;
  // Whether a watch has reported a change since the last listing. Set by watches, cleared by the
  // thread that lists.
  private final AtomicBoolean changed = new AtomicBoolean();
  // The numbers of the newest listing that was requested and of the newest listing that the view
  // contains. An older listing must not replace a newer one. Guarded by the lock of this object.
  private long sent;
  private long applied;
  // The stat of the feeder's node; null while the node does not exist. Guarded by the lock of this
  // object.
  private @Nullable Stat feeder;
  // The moment at which the pause after the last listing ends. Used by the thread that calls {@link
  // #pass}.
  private long nextNanos;

  ListChanges(ZooKeeper handle, Clock clock, FollowedConnection connection) {
    this.handle = handle;
    this.clock = clock;
    this.connection = connection;
    this.nextNanos = clock.nanos();
  }

  /**
   * Starts to watch the node of the feeder and the node of the fencing token offset, which kazoo
   * does not know.
   */
  void begin() {
    ZooKeeperCalls.await(watch(ZooKeeperPaths.FEEDER, this::feederSeen));
    ZooKeeperCalls.await(
        watch(ZooKeeperPaths.TOKEN_OFFSET, stat -> connection.tokenOffsetChanged()));
  }

  /** Lists if something changed since the last listing and the pause is over. */
  PassResult pass() {
    long left = nextNanos - clock.nanos();
    if (!changed.get()) {
      return PassResult.waitFor(REPAIR);
    }
    if (left > 0) {
      return PassResult.waitFor(Duration.ofNanos(left));
    }
    long start = clock.nanos();
    list();
    Duration pause = Duration.ofNanos(clock.nanos() - start).multipliedBy(PAUSE_FACTOR);
    nextNanos = clock.nanos() + bounded(pause).toNanos();
    return PassResult.waitFor(changed.get() ? bounded(pause) : REPAIR);
  }

  private static Duration bounded(Duration pause) {
    if (pause.compareTo(LEAST_PAUSE) < 0) {
      return LEAST_PAUSE;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /**
   * Lists entries and locks, and returns when the view contains them.
   *
   * @throws UnavailableException if the connection was lost
   */
  void list() {
    changed.set(false);
    CompletableFuture<?> listed;
    synchronized (this) {
      long number = ++sent;
      CompletableFuture<List<String>> names =
          ZooKeeperCalls.children(handle, ZooKeeperPaths.ENTRIES, this::folderChanged);
      CompletableFuture<List<String>> taken =
          ZooKeeperCalls.children(handle, ZooKeeperPaths.TAKEN, this::folderChanged);
      listed = names.thenAcceptBoth(taken, (entries, locks) -> apply(number, entries, locks));
    }
    try {
      ZooKeeperCalls.await(listed);
    } catch (UnavailableException e) {
      changed.set(true);
      throw e;
    }
  }

  private synchronized void apply(long number, List<String> entries, List<String> locks) {
    if (number > applied) {
      applied = number;
      connection.entries(entries);
      connection.taken(locks);
    }
  }

  private void folderChanged(WatchedEvent event) {
    if (event.getType() == EventType.NodeDeleted) {
      connection.foldersRemoved();
    } else if (event.getType() != EventType.None && changed.compareAndSet(false, true)) {
      connection.listingDue();
    }
  }

  /** Receives the state of a node after each change; null if the node does not exist. */
  private interface Seen {
    void seen(@Nullable Stat stat);
  }

  private CompletableFuture<@Nullable Stat> watch(String path, Seen seen) {
    return ZooKeeperCalls.stat(
            handle,
            path,
            event -> {
              if (event.getType() != EventType.None) {
                CompletableFuture<?> unused = watch(path, seen);
              }
            })
        .whenComplete((stat, failure) -> {
          if (failure == null) {
            seen.seen(stat);
          }
        });
  }

  private void feederSeen(@Nullable Stat stat) {
    Stat before;
    synchronized (this) {
      before = feeder;
      feeder = stat;
    }
    boolean replaced = before != null && stat != null && before.getCzxid() != stat.getCzxid();
    if (before != null && (stat == null || replaced)) {
      connection.feederRemoved();
    } else if (before != null && stat != null && before.getVersion() != stat.getVersion()) {
      connection.feederNotice();
    }
  }
}
