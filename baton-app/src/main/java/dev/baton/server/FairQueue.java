// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets a few computations run at a time. The origins of requests take turns, and within an origin
 * the accounts do: many requests from some networks, or for some accounts, do not keep those of
 * other networks and accounts waiting. Thread-safe.
 */
final class FairQueue {

  /** How many requests for one account from one origin wait; more are refused at once. */
  private static final int MAX_WAITING = 4;

  private static final int MAX_WAITING_OF_ORIGIN = 64;

  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by lock. Waiting requests by origin and then by account, next turn first.
  private final Map<String, Map<String, ArrayDeque<CompletableFuture<Boolean>>>> waiting =
      new LinkedHashMap<>();
  private final Map<String, Integer> ofOrigin = new HashMap<>();
  private int free;

  FairQueue(int atOnce, Duration patience) {
    this.free = atOnce;
    this.patience = patience;
  }

  /**
   * Computes when it is the caller's turn.
   *
   * @param origin who asks, such as a network
   * @param account about which is asked
   * @throws UnavailableException if too many wait, or the turn does not come in time
   */
  <T> T run(String origin, String account, Supplier<T> work) {
    CompletableFuture<Boolean> turn = ask(origin, account);
    if (!isGranted(turn)) {
      if (withdraw(origin, account, turn)) {
        throw tooMany();
      }
      // It was granted just now.
    }
    try {
      return work.get();
    } finally {
      release();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    lock.lock();
    try {
      return ofOrigin.values().stream().mapToInt(Integer::intValue).sum();
    } finally {
      lock.unlock();
    }
  }

  private static UnavailableException tooMany() {
    return new UnavailableException("too many logins at once; try again in some seconds");
  }

  private CompletableFuture<Boolean> ask(String origin, String account) {
    lock.lock();
    try {
      CompletableFuture<Boolean> turn = new CompletableFuture<>();
      if (free > 0) {
        free--;
        turn.complete(true);
        return turn;
      }
      var accounts = waiting.get(origin);
      var queue = accounts == null ? null : accounts.get(account);
      if ((queue != null && queue.size() >= MAX_WAITING)
          || ofOrigin.getOrDefault(origin, 0) >= MAX_WAITING_OF_ORIGIN) {
        throw tooMany();
      }
      waiting
          .computeIfAbsent(origin, key -> new LinkedHashMap<>())
          .computeIfAbsent(account, key -> new ArrayDeque<>())
          .add(turn);
      ofOrigin.merge(origin, 1, Integer::sum);
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private boolean isGranted(CompletableFuture<Boolean> turn) {
    try {
      return turn.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn never fails", e);
    }
  }

  /** False if the turn was granted meanwhile. */
  private boolean withdraw(String origin, String account, CompletableFuture<Boolean> turn) {
    lock.lock();
    try {
      var accounts = waiting.get(origin);
      var queue = accounts == null ? null : accounts.get(account);
      if (accounts == null || queue == null || !queue.removeIf(turn::equals)) {
        return false;
      }
      left(origin);
      if (queue.isEmpty()) {
        accounts.remove(account);
      }
      if (accounts.isEmpty()) {
        waiting.remove(origin);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void left(String origin) {
    ofOrigin.computeIfPresent(origin, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Gives the turn to the next: the origin, and within it the account, that had none longest. */
  private void release() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        free++;
        return;
      }
      String origin = waiting.keySet().iterator().next();
      var accounts = Objects.requireNonNull(waiting.remove(origin));
      String account = accounts.keySet().iterator().next();
      var queue = Objects.requireNonNull(accounts.remove(account));
      CompletableFuture<Boolean> next = queue.remove();
      left(origin);
      // To the end: others come first.
      if (!queue.isEmpty()) {
        accounts.put(account, queue);
      }
      if (!accounts.isEmpty()) {
        waiting.put(origin, accounts);
      }
      next.complete(true);
    } finally {
      lock.unlock();
    }
  }
}
