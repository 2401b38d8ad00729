// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.StaticHostProvider;

/**
 * Ends a session of a dead process: continues the session with its id and password, and closes it.
 * ZooKeeper then removes the ephemeral nodes of the session at once instead of after its timeout.
 */
final class EndZooKeeperSession {

  private static final int TIMEOUT_MILLIS = 10_000;

  private EndZooKeeperSession() {}

  /**
   * Returns whether the session existed.
   *
   * @throws UnavailableException if no server answers
   */
  static boolean run(
      ZooKeeperConnection.Servers servers, ZooKeeperSessionReference sessionReference) {
    CompletableFuture<Boolean> continued = new CompletableFuture<>();
    try (ZooKeeper handle =
        new ZooKeeper(
            servers.hosts(),
            TIMEOUT_MILLIS,
            event -> complete(continued, event),
            sessionReference.id(),
            sessionReference.passwordBytes(),
            false,
            new StaticHostProvider(new ConnectStringParser(servers.hosts()).getServerAddresses()),
            ZooKeeperConnection.config(servers.properties()))) {
      // The close of the handle ends the session that it has continued.
      return continued.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException | TimeoutException | ExecutionException e) {
      throw new UnavailableException("ZooKeeper at " + servers.hosts() + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the end of a session in ZooKeeper was interrupted", e);
    }
  }

  private static void complete(CompletableFuture<Boolean> continued, WatchedEvent event) {
    if (event.getState() == KeeperState.SyncConnected) {
      continued.complete(true);
    } else if (event.getState() == KeeperState.Expired) {
      continued.complete(false);
    }
  }
}
