// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.externalboard.QueueView;
import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection on which a process follows the queue, from its start to its loss. If the ZooKeeper
 * server supports persistent watches, one such watch reports each change. Otherwise the queue is
 * listed again after each change.
 */
final class FollowedConnection {

  private static final Logger LOG = LoggerFactory.getLogger(FollowedConnection.class);
  private static final Duration REPAIR = Duration.ofMinutes(10);

  private final ZooKeeper handle;
  private final QueueView view;
  private final FencingTokenOffset tokens;
  private final Clock clock;
  private final Runnable onFoldersGone;
  private final Runnable onListingDue;
  private final LoadEntries load;
  // Entries that were listed and read on this connection. Entries never change, so they are read
  // once.
  private final Set<String> readEntries = ConcurrentHashMap.newKeySet();
  // Written when the connection is lost; read by the thread of the connection.
  private volatile boolean lost;
  // Null if the server supports persistent watches. Written before other threads can use this
  // connection.
  private volatile @Nullable ListChanges listing;

  /**
   * @param onFoldersGone called from any thread when the folders of the queue were removed; they
   *     must be created and followed again
   * @param onListingDue called from any thread when {@link #pass} must be called soon
   */
  FollowedConnection(
      ZooKeeper handle,
      QueueView view,
      FencingTokenOffset tokens,
      Clock clock,
      Runnable onFoldersGone,
      Runnable onListingDue) {
    this.handle = handle;
    this.view = view;
    this.tokens = tokens;
    this.clock = clock;
    this.onFoldersGone = onFoldersGone;
    this.onListingDue = onListingDue;
    this.load = new LoadEntries(handle, view, this::isLost);
  }

  ZooKeeper handle() {
    return handle;
  }

  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /**
   * Starts to follow with a persistent watch, and returns when the view contains the queue.
   *
   * @return false if the server does not support persistent watches; it then closes the connection
   */
  boolean beginWatching() {
    Code code =
        ZooKeeperCalls.code(ZooKeeperCalls.watch(handle, ZooKeeperPaths.QUEUE, this::changed));
    if (code == Code.UNIMPLEMENTED) {
      return false;
    }
    if (code != Code.OK) {
      throw ZooKeeperCalls.translated(KeeperException.create(code, ZooKeeperPaths.QUEUE));
    }
    load.readMany();
    ZooKeeperCalls.await(ZooKeeperCalls.watch(handle, ZooKeeperPaths.BATON_ROOT, this::changed));
    CompletableFuture<List<String>> names = list(ZooKeeperPaths.ENTRIES, this::entries);
    CompletableFuture<List<String>> taken = list(ZooKeeperPaths.TAKEN, this::taken);
    LOG.info(
        "queue in ZooKeeper was read, and its changes are watched: entries={} taken={}",
        ZooKeeperCalls.await(names).size(),
        ZooKeeperCalls.await(taken).size());
    return true;
  }

  private CompletableFuture<List<String>> list(String folder, Consumer<List<String>> onListed) {
    return ZooKeeperCalls.children(handle, folder)
        .whenComplete((listed, failure) -> {
          if (failure == null) {
            onListed.accept(listed);
          }
        });
  }

  /** Starts to follow with listings, and returns when the view contains the queue. */
  void beginListing() {
    ListChanges changes = new ListChanges(handle, clock, this);
    changes.begin();
    changes.list();
    listing = changes;
    LOG.info(
        "queue in ZooKeeper was read, and each change lists it again: entries={}", view.size());
  }

  /** One pass of the poll loop of {@link FollowQueue}: lists the queue again if that is due. */
  PassResult pass() {
    ListChanges changes = listing;
    return changes == null ? PassResult.waitFor(REPAIR) : changes.pass();
  }

  /** Returns when the view contains all changes that any process made before the call. */
  void refresh() {
    CompletableFuture<Boolean> synced = ZooKeeperCalls.sync(handle);
    ListChanges changes = listing;
    if (changes != null) {
      changes.list();
    }
    ZooKeeperCalls.await(synced);
    // The events of all earlier changes have arrived, so the reads of all new entries are known.
    ZooKeeperCalls.await(load.idle().copy());
  }

  private void changed(WatchedEvent event) {
    String path = event.getPath();
    if (path == null || lost) {
      return;
    }
    EventType type = event.getType();
    if (path.startsWith(ZooKeeperPaths.ENTRIES + "/")) {
      entryChanged(type, path.substring(ZooKeeperPaths.ENTRIES.length() + 1));
    } else if (path.startsWith(ZooKeeperPaths.TAKEN + "/")) {
      lockChanged(type, path.substring(ZooKeeperPaths.TAKEN.length() + 1));
    } else if (path.equals(ZooKeeperPaths.TOKEN_OFFSET) && type == EventType.NodeDataChanged) {
      tokens.refreshAsync(handle);
    } else if (path.equals(ZooKeeperPaths.FEEDER) && type == EventType.NodeDeleted) {
      view.feederRemoved();
    } else if (path.equals(ZooKeeperPaths.FEEDER) && type == EventType.NodeDataChanged) {
      view.feederNotice();
    } else if (type == EventType.NodeDeleted) {
      onFoldersGone.run();
    }
  }

  private void entryChanged(EventType type, String name) {
    if (type == EventType.NodeDeleted) {
      view.remove(name);
    } else if (type == EventType.NodeCreated && view.add(name)) {
      load.run(name);
    }
  }

  private void lockChanged(EventType type, String name) {
    if (type == EventType.NodeDeleted) {
      view.release(name);
    } else if (type == EventType.NodeCreated) {
      view.take(name);
    }
  }

  void entries(List<String> names) {
    if (!lost) {
      readEntries.retainAll(Set.copyOf(names));
      view.replaceNames(names).stream().filter(readEntries::add).forEach(load::run);
    }
  }

  void taken(List<String> names) {
    if (!lost) {
      view.replaceTaken(names);
    }
  }

  void foldersRemoved() {
    if (!lost) {
      onFoldersGone.run();
    }
  }

  void tokenOffsetChanged() {
    if (!lost) {
      tokens.refreshAsync(handle);
    }
  }

  void feederRemoved() {
    if (!lost) {
      view.feederRemoved();
    }
  }

  void feederNotice() {
    if (!lost) {
      view.feederNotice();
    }
  }

  void listingDue() {
    if (!lost) {
      onListingDue.run();
    }
  }
}
