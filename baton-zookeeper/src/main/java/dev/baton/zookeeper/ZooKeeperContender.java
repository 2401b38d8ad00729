// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A contender and its election nodes. An election node is ephemeral. The contender that owns the
 * first node of an election leads. If {@link #contend} is not called again for an election within
 * the lease, this process removes the election node when the lease is over on its own clock, so
 * that the node neither leads nor keeps others from leading.
 */
final class ZooKeeperContender implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperContender.class);
  private static final String MARK = "__lock__";
  private static final Pattern IN_LINE = Pattern.compile(MARK + "(-?\\d{10})$");
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final FencingTokenOffset tokens;
  private final String name;
  private final Clock clock;
  // Held during each call, so that calls run one after the other and no call changes the election
  // nodes that another call has just read.
  private final ReentrantLock contending = new ReentrantLock();
  // By the name of the election. Guarded by the lock.
  private final Map<String, ElectionNode> electionNodes = new HashMap<>();
  // Set when the session is open, before other threads can use this contender.
  private volatile @Nullable TrustedSession opened;

  /** The node of this contender in an election. */
  private record ElectionNode(String path, long token, Deadline until) {}

  private ZooKeeperContender(FencingTokenOffset tokens, String name, Clock clock) {
    this.tokens = tokens;
    this.name = name;
    this.clock = clock;
  }

  static ZooKeeperContender open(
      ZooKeeperConnection.Servers servers,
      FencingTokenOffset tokens,
      String name,
      Duration lease,
      Clock clock) {
    ZooKeeperContender zooKeeperContender = new ZooKeeperContender(tokens, name, clock);
    zooKeeperContender.opened =
        TrustedSession.open(servers, lease, clock, zooKeeperContender::renewElections);
    return zooKeeperContender;
  }

  private TrustedSession session() {
    return Objects.requireNonNull(opened);
  }

  private ZooKeeper handle() {
    return session().handle();
  }

  boolean isOver() {
    return session().isOver();
  }

  static String path(String election) {
    return ZooKeeperPaths.ELECTION + "/" + election;
  }

  /** Returns the nodes that kazoo counts as contenders, in the order in which they may lead. */
  static List<String> nodesInOrder(Collection<String> nodes) {
    return nodes.stream()
        .filter(node -> IN_LINE.matcher(node).find())
        .sorted(Comparator.comparingLong(ZooKeeperContender::number))
        .toList();
  }

  private static long number(String node) {
    Matcher matcher = IN_LINE.matcher(node);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }

  /**
   * Creates a node in each election or keeps the existing node for one more lease. Returns the
   * terms of the elections that this contender leads.
   *
   * @throws LostClaimException if the session has ended, and all its election nodes with it
   */
  List<Term> contend(Collection<String> elections, Duration lease) {
    contending.lock();
    try {
      session().checkOpen();
      long start = clock.nanos();
      Deadline until = Deadline.after(start, lease);
      CompletableFuture<Boolean> confirming = session().confirmAsync();
      giveUpPast();
      tokens.refresh(handle());
      for (String election : elections) {
        contendFor(election, until);
      }
      session().wake();
      List<Term> terms = new ArrayList<>();
      for (String election : elections) {
        ElectionNode electionNode = electionNodes.get(election);
        if (electionNode != null && isFirst(election, electionNode)) {
          terms.add(new Term(election, name, electionNode.token(), until));
        }
      }
      session().finishConfirm(confirming);
      return terms.stream().map(this::trusted).toList();
    } finally {
      contending.unlock();
    }
  }

  private Term trusted(Term term) {
    Deadline session = session().trustedUntil();
    boolean shorter = session.nanos() - term.trustedUntil().nanos() < 0;
    return shorter ? new Term(term.name(), term.contender(), term.token(), session) : term;
  }

  private void contendFor(String election, Deadline until) {
    ElectionNode electionNode = electionNodes.get(election);
    if (electionNode != null
        && ZooKeeperCalls.await(ZooKeeperCalls.stat(handle(), electionNode.path())) != null) {
      electionNodes.put(
          election, new ElectionNode(electionNode.path(), electionNode.token(), until));
      return;
    }
    // The form of kazoo's node names: a text that differs for each node, and the mark. ZooKeeper
    // adds the sequence number.
    String prefix = UUID.randomUUID().toString().replace("-", "") + MARK;
    ElectionNode made = make(election, prefix, until);
    electionNodes.put(election, made);
  }

  private ElectionNode make(String election, String prefix, Deadline until) {
    String parent = path(election);
    long base = tokens.value();
    byte[] data = name.getBytes(StandardCharsets.UTF_8);
    String path = parent + "/" + prefix;
    var created = ZooKeeperCalls.create(handle(), path, data, CreateMode.EPHEMERAL_SEQUENTIAL);
    Code code = ZooKeeperCalls.code(created);
    if (code == Code.NONODE) {
      ZooKeeperCalls.ensure(handle(), ZooKeeperPaths.ELECTION, parent);
      created = ZooKeeperCalls.create(handle(), path, data, CreateMode.EPHEMERAL_SEQUENTIAL);
    } else if (ZooKeeperCalls.isUnknown(code)) {
      // An election node that no process knows would prevent everybody from leading, so it is
      // removed with
      // the session.
      session().close();
      throw new LostClaimException(
          "the connection to ZooKeeper was lost while an election node was created; the session was"
              + " closed, and the next election pass opens another");
    }
    String made = ZooKeeperCalls.await(created);
    var found = ZooKeeperCalls.stat(handle(), made);
    Stat stat = ZooKeeperCalls.code(found) == Code.OK ? found.join() : null;
    if (stat == null) {
      session().close();
      throw new LostClaimException(
          "election node '"
              + made
              + "' cannot be read after its creation; the session was closed, and the next election"
              + " pass opens another");
    }
    return new ElectionNode(made, base + stat.getCzxid(), until);
  }

  private boolean isFirst(String election, ElectionNode electionNode) {
    List<String> line =
        nodesInOrder(ZooKeeperCalls.await(ZooKeeperCalls.children(handle(), path(election))));
    return !line.isEmpty() && electionNode.path().endsWith("/" + line.getFirst());
  }

  /** Removes the election nodes that were not renewed in time. */
  private void giveUpPast() {
    for (Map.Entry<String, ElectionNode> each : List.copyOf(electionNodes.entrySet())) {
      if (each.getValue().until().isPast(clock)) {
        giveUp(each.getKey(), each.getValue());
      }
    }
  }

  private void giveUp(String election, ElectionNode electionNode) {
    Code code = ZooKeeperCalls.code(ZooKeeperCalls.delete(handle(), electionNode.path()));
    if (code == Code.OK || code == Code.NONODE || code == Code.SESSIONEXPIRED) {
      electionNodes.remove(election);
    } else {
      throw new UnavailableException(
          "election node '" + electionNode.path() + "' could not be deleted: " + code);
    }
  }

  void resign(Term term) {
    contending.lock();
    try {
      ElectionNode electionNode = electionNodes.get(term.name());
      if (electionNode != null && electionNode.token() == term.token()) {
        giveUp(term.name(), electionNode);
      }
    } finally {
      contending.unlock();
    }
  }

  private @Nullable Duration renewElections() {
    if (opened == null || !contending.tryLock()) {
      // Another thread is in {@link #contend}, which removes the expired election nodes itself.
      return Duration.ofMillis(50);
    }
    try {
      giveUpPast();
      return electionNodes.values().stream()
          .map(electionNode -> electionNode.until().remaining(clock))
          .min(Comparator.naturalOrder())
          .orElse(IDLE);
    } catch (UnavailableException e) {
      LOG.debug("election node could not be deleted yet: contender={}", name, e);
      return Duration.ofMillis(100);
    } finally {
      contending.unlock();
    }
  }

  @Override
  public void close() {
    session().close();
  }
}
