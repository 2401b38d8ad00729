// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ZooKeeper session for claims or leaderships, which must end with the session. The session
 * counts as alive only as long as ZooKeeper's leading server answers its requests, whatever the
 * client library reports about the connection. The session survives an interrupted connection. When
 * its time is over, it is ended forever, even if ZooKeeper later reports that it lives.
 */
final class TrustedSession implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(TrustedSession.class);
  private static final int CONFIRMATIONS = 6;
  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

  /** The claims or leaderships of a session. Each of them may end before the session. */
  interface SessionContent {
    /**
     * Ends the claims or leaderships whose lease has expired.
     *
     * @return the time until the next lease expires; null if the session must end now
     */
    @Nullable Duration endExpired();
  }

  private final ZooKeeperConnection zooKeeperConnection;
  private final ZooKeeper handle;
  private final Clock clock;
  private final SessionDeadline trust;
  private final Duration pause;
  private final SessionContent sessionContent;
  private final PollLoop keeper;
  private final AtomicBoolean over = new AtomicBoolean();

  private TrustedSession(
      ZooKeeperConnection zooKeeperConnection,
      Duration lease,
      Clock clock,
      long startNanos,
      SessionContent sessionContent) {
    this.zooKeeperConnection = zooKeeperConnection;
    this.handle = zooKeeperConnection.handle();
    this.clock = clock;
    Duration timeout = Duration.ofMillis(handle.getSessionTimeout());
    this.trust = new SessionDeadline(clock, startNanos, timeout);
    Duration shorter = timeout.compareTo(lease) < 0 ? timeout : lease;
    this.pause = shorter.dividedBy(CONFIRMATIONS);
    this.sessionContent = sessionContent;
    this.keeper = PollLoop.onPlatformThread("zookeeper-session", this::pass, Duration.ofSeconds(1));
  }

  /**
   * Opens a session with a timeout of one and a half leases, or less if the ZooKeeper server limits
   * the timeout. Without such a limit, the session lives at least one lease after its last
   * confirmation.
   *
   * @param sessionContent asked several times per lease, and when the time is over that its last
   *     answer named
   */
  static TrustedSession open(
      ZooKeeperConnection.Servers servers,
      Duration lease,
      Clock clock,
      SessionContent sessionContent) {
    long start = clock.nanos();
    Duration timeout = lease.multipliedBy(3).dividedBy(2);
    ZooKeeperConnection zooKeeperConnection = ZooKeeperConnection.open(servers, timeout);
    try {
      TrustedSession session =
          new TrustedSession(zooKeeperConnection, lease, clock, start, sessionContent);
      session.start();
      return session;
    } catch (RuntimeException e) {
      zooKeeperConnection.close();
      throw e;
    }
  }

  ZooKeeper handle() {
    return handle;
  }

  long id() {
    return handle.getSessionId();
  }

  boolean isOver() {
    return over.get() || trust.isOver();
  }

  /**
   * Returns until when the session certainly lives. A claim or leadership of the session may end
   * earlier.
   */
  Deadline trustedUntil() {
    return trust.trustedUntil();
  }

  /** Sends a request to ZooKeeper's leading server; {@link #finishConfirm} completes it. */
  CompletableFuture<Boolean> confirmAsync() {
    long start = clock.nanos();
    return ZooKeeperCalls.sync(handle)
        .thenApply(done -> {
          trust.confirm(start);
          return done;
        });
  }

  /**
   * Waits until ZooKeeper's leading server has confirmed the session.
   *
   * @throws LostClaimException if the session has ended
   * @throws UnavailableException if ZooKeeper cannot be reached
   */
  void finishConfirm(CompletableFuture<Boolean> confirming) {
    checkOpen();
    Code code = ZooKeeperCalls.code(confirming);
    if (code == Code.SESSIONEXPIRED) {
      over.set(true);
    }
    checkOpen();
    if (code != Code.OK) {
      throw new UnavailableException(
          "ZooKeeper at "
              + zooKeeperConnection.address()
              + " did not confirm the session: "
              + code);
    }
  }

  /**
   * Checks that the session is not over.
   *
   * @throws LostClaimException if it is over
   */
  void checkOpen() {
    if (isOver()) {
      over.set(true);
      throw new LostClaimException(
          "the ZooKeeper session ended or was not confirmed in time; everything that it held is"
              + " lost. Open a new session");
    }
  }

  /** Makes the poll loop end expired claims or leaderships at once. */
  void wake() {
    keeper.wake();
  }

  private PassResult pass() {
    Duration left = sessionContent.endExpired();
    if (left == null) {
      over.set(true);
    }
    if (left == null || isOver()) {
      over.set(true);
      LOG.debug("ZooKeeper session ended: zooKeeperSession={}", Long.toHexString(id()));
      zooKeeperConnection.close();
      return PassResult.waitFor(Duration.ofHours(1));
    }
    Code code = ZooKeeperCalls.code(confirmAsync());
    if (code == Code.SESSIONEXPIRED) {
      over.set(true);
      return PassResult.again();
    }
    return PassResult.waitFor(shorter(left, code == Code.OK ? pause : pause.dividedBy(4)));
  }

  private static Duration shorter(Duration left, Duration next) {
    Duration least = next.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : next;
    return left.compareTo(least) < 0 ? left : least;
  }

  /** Ends the session and everything that it held. */
  @Override
  public void start() {
    keeper.start();
  }

  /**
   * Ends the session and everything that it held. Waits one second for a running pass, ten seconds
   * as {@link PollLoop#stop()}, and ten seconds for the connection.
   */
  @Override
  public void stop() {
    over.set(true);
    keeper.stop();
    zooKeeperConnection.close();
  }
}
