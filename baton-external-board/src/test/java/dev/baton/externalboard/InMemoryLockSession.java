// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.error.LostClaimException;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session at an {@link InMemoryBoardServer}. It lives for one lease. */
final class InMemoryLockSession implements LockSession {

  private final InMemoryBoardServer server;
  private final Duration timeToLive;
  private final Supplier<@Nullable Duration> leaseLeft;
  private final String reference;
  private volatile Deadline end;
  private volatile boolean closed;

  InMemoryLockSession(
      InMemoryBoardServer server, Duration lease, Supplier<@Nullable Duration> leaseLeft) {
    this.server = server;
    this.leaseLeft = leaseLeft;
    this.timeToLive = lease;
    this.end = Deadline.after(server.clock().nanos(), timeToLive);
    this.reference = server.add(this);
  }

  /** Whether the session has ended for the server. */
  boolean hasEnded() {
    return closed || end.isPast(server.clock()) || leaseLeft.get() == null;
  }

  @Override
  public boolean isOver() {
    return hasEnded();
  }

  @Override
  public Deadline trustedUntil() {
    return end;
  }

  @Override
  public CompletableFuture<Boolean> confirmAsync() {
    if (hasEnded()) {
      closed = true;
    } else {
      end = Deadline.after(server.clock().nanos(), timeToLive);
    }
    return CompletableFuture.completedFuture(!closed);
  }

  @Override
  public void finishConfirm(CompletableFuture<Boolean> confirming) {
    if (!confirming.join()) {
      throw new LostClaimException("the session in memory has ended");
    }
  }

  @Override
  public List<LockAttempt> take(List<String> names) {
    return server.take(this, names);
  }

  @Override
  public boolean release(String name) {
    server.release(this, name);
    return true;
  }

  @Override
  public boolean isOwn(String name) {
    return server.isOwn(this, name);
  }

  @Override
  public boolean isOlder(String name, String thanName) {
    return server.isOlder(name, thanName);
  }

  @Override
  public CompletableFuture<?> consumeAsync(String name) {
    server.consume(this, name);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void finishConsume(String name, CompletableFuture<?> consuming) {
    consuming.join();
  }

  @Override
  public void raiseTokens(long refused, long newest) {
    server.raiseTokens(newest);
  }

  @Override
  public String reference() {
    return reference;
  }

  @Override
  public void close() {
    closed = true;
    server.endExpired();
  }
}
