// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** Finds nodes in ZooKeeper that Baton processes should have removed when they stopped. */
public final class ZooKeeperLeftovers {

  private static final List<String> FOLDERS = List.of("/job/entries", "/job/taken");
  private static final String ELECTIONS = "/election";
  private static final int SESSION_MILLIS = 5_000;
  private static final int CONNECT_SECONDS = 30;

  private ZooKeeperLeftovers() {}

  /** Returns the existing entries, locks and contenders. */
  public static List<String> find(CampaignEnsemble campaignEnsemble) throws IOException {
    List<String> addresses =
        campaignEnsemble.addresses().stream()
            .map(address -> "127.0.0.1:" + address.getPort())
            .toList();
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper client =
        new ZooKeeper(
            String.join(",", addresses),
            SESSION_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            })) {
      if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
        return List.of("ZooKeeper does not answer");
      }
      return find(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (KeeperException e) {
      throw new IOException("ZooKeeper cannot be read", e);
    }
  }

  private static List<String> find(ZooKeeper client) throws KeeperException, InterruptedException {
    List<String> folders = new ArrayList<>(FOLDERS);
    children(client, ELECTIONS).forEach(name -> folders.add(ELECTIONS + "/" + name));
    List<String> found = new ArrayList<>();
    for (String folder : folders) {
      for (String child : children(client, folder)) {
        found.add("ZooKeeper still has " + folder + "/" + child);
      }
    }
    return found;
  }

  private static List<String> children(ZooKeeper client, String folder)
      throws KeeperException, InterruptedException {
    try {
      return client.getChildren(folder, false);
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }
}
