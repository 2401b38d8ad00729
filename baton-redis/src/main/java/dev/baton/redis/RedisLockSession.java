// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.redis;

import dev.baton.error.UnavailableException;
import dev.baton.externalboard.LockSession;
import dev.baton.externalboard.SessionTrust;
import dev.baton.externalboard.SharedRequests;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One executor's session in Redis: a member of the sorted set of sessions, which ends one lease
 * after its last confirmation on the clock of the server.
 */
final class RedisLockSession implements LockSession {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLockSession.class);
  private static final int PER_REQUEST = 100;

  private final RedisCalls calls;
  private final Clock clock;
  private final String id;
  private final String leaseMillis;
  private final SessionTrust trust;
  private final SharedRequests consume;

  private RedisLockSession(
      RedisCalls calls, Clock clock, String id, String leaseMillis, SessionTrust trust) {
    this.calls = calls;
    this.clock = clock;
    this.id = id;
    this.leaseMillis = leaseMillis;
    this.trust = trust;
    this.consume = new SharedRequests(PER_REQUEST, names -> calls.call("consume", id, names));
  }

  static RedisLockSession open(RedisCalls calls, Clock clock, Duration lease) {
    String id = UUID.randomUUID().toString();
    String leaseMillis = String.valueOf(lease.toMillis());
    SessionTrust trust = new SessionTrust(clock, clock.nanos(), lease);
    calls.callAndWait("open", id, List.of(leaseMillis));
    return new RedisLockSession(calls, clock, id, leaseMillis, trust);
  }

  @Override
  public boolean isOver() {
    return trust.isOver();
  }

  @Override
  public Deadline trustedUntil() {
    return trust.trustedUntil();
  }

  @Override
  public CompletableFuture<Boolean> confirmAsync() {
    long start = clock.nanos();
    return calls
        .call("confirm", id, List.of(leaseMillis))
        .thenApply(answer -> {
          boolean isOpen = answer.equals(List.of(1L));
          if (isOpen) {
            trust.confirm(start);
          } else {
            trust.end();
          }
          return isOpen;
        });
  }

  @Override
  public void finishConfirm(CompletableFuture<Boolean> confirming) {
    trust.checkOpen();
    boolean isOpen = calls.await(confirming);
    LOG.trace("session in Redis was asked for: session={} open={}", id, isOpen);
    trust.checkOpen();
  }

  @Override
  public List<LockAttempt> take(List<String> names) {
    List<String> tokens;
    try {
      tokens = RedisCalls.texts(calls.callAndWait("take", id, names));
    } catch (UnavailableException e) {
      LOG.debug("it is unknown whether entries were locked: entries={}", names.size(), e);
      return names.stream().map(name -> new LockAttempt(name, LockState.UNKNOWN, 0)).toList();
    }
    if (tokens.isEmpty()) {
      trust.end();
    }
    List<LockAttempt> attempts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      attempts.add(attempt(names.get(i), tokens.isEmpty() ? null : tokens.get(i)));
    }
    return attempts;
  }

  private static LockAttempt attempt(String name, @Nullable String token) {
    if (token == null) {
      return new LockAttempt(name, LockState.LOST, 0);
    }
    return switch (token) {
      case "0" -> new LockAttempt(name, LockState.MISSED, 0);
      case "-1" -> new LockAttempt(name, LockState.REMOVED, 0);
      default -> new LockAttempt(name, LockState.TAKEN, Long.parseLong(token));
    };
  }

  @Override
  public boolean release(String name) {
    try {
      calls.callAndWait("release", id, List.of(name));
      return true;
    } catch (UnavailableException e) {
      LOG.debug("it is unknown whether a lock was released: entry={}", name, e);
      return false;
    }
  }

  @Override
  public boolean isOwn(String name) {
    return locks(List.of(name)).getFirst().endsWith(" " + id);
  }

  @Override
  public boolean isOlder(String name, String thanName) {
    List<String> locks = locks(List.of(name, thanName));
    return locks.stream().noneMatch(String::isEmpty) && token(locks.get(0)) < token(locks.get(1));
  }

  private List<String> locks(List<String> names) {
    return RedisCalls.texts(calls.callAndWait("locks", id, names));
  }

  private static long token(String lock) {
    return Long.parseLong(lock.substring(0, lock.indexOf(' ')));
  }

  @Override
  public CompletableFuture<?> consumeAsync(String name) {
    return consume.add(name);
  }

  @Override
  public void finishConsume(String name, CompletableFuture<?> consuming) {
    calls.await(consuming);
  }

  @Override
  public void raiseTokens(long refused, long newest) {
    LOG.warn(
        "token in the store is greater than the tokens of Redis, which lost data or has a slower"
            + " clock; Baton raises the tokens: refused={} newest={}",
        refused,
        newest);
    calls.callAndWait("raise", id, List.of(String.valueOf(newest)));
  }

  @Override
  public String reference() {
    return id;
  }

  /** Ends the session in Redis if Redis answers; otherwise the session ends with its lease. */
  @Override
  public void close() {
    trust.end();
    try {
      calls.callAndWait("close", id, List.of());
    } catch (UnavailableException e) {
      LOG.debug("session in Redis ends with its lease: session={}", id, e);
    }
  }
}
