// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.zookeeper;

import dev.baton.externalboard.LockSession;
import dev.baton.service.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One executor's session at the queue in ZooKeeper: ephemeral locks in a trusted session. */
final class ZooKeeperLockSession extends EntryLocks implements LockSession {

  private final TrustedSession session;
  private final FencingTokenOffset tokens;
  // The fencing token offset that the newest call of {@link #take} used. Used by the claiming
  // thread.
  private long offset;

  ZooKeeperLockSession(
      TrustedSession session, FencingTokenOffset tokens, BooleanSupplier isOldServer) {
    super(session.handle(), isOldServer);
    this.session = session;
    this.tokens = tokens;
  }

  @Override
  public boolean isOver() {
    return session.isOver();
  }

  @Override
  public Deadline trustedUntil() {
    return session.trustedUntil();
  }

  @Override
  public CompletableFuture<Boolean> confirmAsync() {
    return session.confirmAsync();
  }

  @Override
  public void finishConfirm(CompletableFuture<Boolean> confirming) {
    session.finishConfirm(confirming);
  }

  @Override
  public List<LockAttempt> take(List<String> names) {
    // Read before the locks are created. If it were read after that, another process could raise
    // the offset in between, and this token could be greater than the token of a later lock.
    offset = tokens.value();
    return take(names, offset);
  }

  /**
   * Reads the fencing token offset again, because another process may have raised it. If the store
   * would refuse the token even with this offset, ZooKeeper has lost its newest writes, and this
   * process raises the offset.
   */
  @Override
  public void raiseTokens(long refused, long newest) {
    long czxid = refused - offset;
    tokens.refresh(session.handle());
    if (tokens.value() + czxid <= newest) {
      tokens.raiseAbove(session.handle(), newest);
    }
  }

  @Override
  public String reference() {
    return ZooKeeperSessionReference.of(session.handle()).text();
  }

  @Override
  public void close() {
    session.close();
  }
}
