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
  // The offset of the tokens of the newest call of take. Used by the claiming thread.
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
    // Read before the locks are created, because otherwise a token could be greater than the token
    // of a later lock.
    offset = tokens.value();
    return take(names, offset);
  }

  /**
   * Reads the offset of the tokens, which another process may have raised. If it is still too
   * small, ZooKeeper has lost an offset, and this process raises it.
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
  public void close() {
    session.close();
  }
}
