// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Elections in the format of kazoo's lock: contenders of Baton and of kazoo take part in the same
 * election. Each contender has its own session, which lives while the contender takes part.
 */
final class ZooKeeperElection implements Election, AutoCloseable {

  private static final int REPETITIONS = 3;

  private final ZooKeeperConnection.Servers servers;
  private final FollowQueue queue;
  private final Clock clock;
  private final Map<String, ZooKeeperContender> contenders = new ConcurrentHashMap<>();

  ZooKeeperElection(ZooKeeperConnection.Servers servers, FollowQueue queue, Clock clock) {
    this.servers = servers;
    this.queue = queue;
    this.clock = clock;
  }

  @Override
  public List<Term> contend(Collection<String> names, String contender, Duration lease) {
    for (int left = REPETITIONS; ; left--) {
      try {
        return names.isEmpty() ? List.of() : contender(contender, lease).contend(names, lease);
      } catch (LostClaimException e) {
        if (left == 0) {
          throw new UnavailableException(
              "the ZooKeeper session of contender '"
                  + contender
                  + "' ended in every attempt to contend; try again",
              e);
        }
      }
    }
  }

  /**
   * Returns the contender with this name. Opens a new one if there is none or if its session has
   * ended.
   */
  private ZooKeeperContender contender(String name, Duration lease) {
    ZooKeeperContender present = contenders.get(name);
    if (present != null && !present.isOver()) {
      return present;
    }
    ZooKeeperContender fresh = ZooKeeperContender.open(servers, queue.tokens(), name, lease, clock);
    ZooKeeperContender raced =
        contenders.compute(name, (key, old) -> old == null || old.isOver() ? fresh : old);
    if (present != null) {
      present.close();
    }
    if (!raced.equals(fresh)) {
      fresh.close();
    }
    return raced;
  }

  @Override
  public void resign(Term term) {
    ZooKeeperContender zooKeeperContender = contenders.get(term.contender());
    if (zooKeeperContender != null) {
      zooKeeperContender.resign(term);
    }
  }

  @Override
  public Map<String, @Nullable String> leaders(Collection<String> names) {
    ZooKeeper handle = queue.handle();
    ZooKeeperCalls.await(ZooKeeperCalls.sync(handle));
    Map<String, @Nullable String> leaders = new HashMap<>();
    for (String name : names) {
      String leader = leader(handle, name);
      if (leader != null) {
        leaders.put(name, leader);
      }
    }
    return leaders;
  }

  private static @Nullable String leader(ZooKeeper handle, String name) {
    String path = ZooKeeperContender.path(name);
    var listed = ZooKeeperCalls.children(handle, path);
    if (ZooKeeperCalls.code(listed) == Code.NONODE) {
      return null;
    }
    for (String first : ZooKeeperContender.nodesInOrder(ZooKeeperCalls.await(listed))) {
      var data = ZooKeeperCalls.data(handle, path + "/" + first);
      if (ZooKeeperCalls.code(data) != Code.NONODE) {
        return ZooKeeperCalls.await(data).text();
      }
    }
    return null;
  }

  @Override
  public void close() {
    contenders.values().forEach(ZooKeeperContender::close);
    contenders.clear();
  }
}
