// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import dev.baton.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Limits the number of concurrent computations for requests. Requests from different origins get
 * their turns alternately, and so do the requests for different accounts from one origin. Many
 * requests from one network or for one account therefore do not delay other networks and accounts.
 * Thread-safe.
 */
final class FairQueue {

  /**
   * The largest number of waiting requests for one account from one origin. More requests are
   * refused at once.
   */
  private static final int MAX_WAITING = 4;

  private static final int MAX_WAITING_OF_ORIGIN = 64;

  private final Duration waitLimit;
  private final ReentrantLock lock = new ReentrantLock();
  // All fields below are guarded by lock. The waiting requests, by origin and then by account, in
  // the order of their turns.
  private final SequencedMap<String, SequencedMap<String, ArrayDeque<CompletableFuture<Boolean>>>>
      waiting = new LinkedHashMap<>();
  private int free;

  FairQueue(int atOnce, Duration waitLimit) {
    this.free = atOnce;
    this.waitLimit = waitLimit;
  }

  /**
   * Waits until it is the turn of this request, and then computes.
   *
   * @param origin the origin of the request, such as a network
   * @param account the account that the request is for
   * @throws UnavailableException if too many requests wait, or the turn does not come in time
   */
  <T> T run(String origin, String account, Supplier<T> work) {
    CompletableFuture<Boolean> turn = enqueue(origin, account);
    if (!isGranted(turn)) {
      if (withdraw(origin, account, turn)) {
        throw tooMany();
      }
      // The turn was granted after the timeout but before it could be withdrawn, so it is used.
    }
    try {
      return work.get();
    } finally {
      release();
    }
  }

  /** The number of requests that wait for their turn. */
  int waiting() {
    lock.lock();
    try {
      return waiting.values().stream().mapToInt(FairQueue::size).sum();
    } finally {
      lock.unlock();
    }
  }

  private static int size(Map<String, ArrayDeque<CompletableFuture<Boolean>>> accounts) {
    return accounts.values().stream().mapToInt(ArrayDeque::size).sum();
  }

  private static UnavailableException tooMany() {
    return new UnavailableException("too many logins at once; try again in a few seconds");
  }

  private CompletableFuture<Boolean> enqueue(String origin, String account) {
    lock.lock();
    try {
      CompletableFuture<Boolean> turn = new CompletableFuture<>();
      if (free > 0) {
        free--;
        turn.complete(true);
        return turn;
      }
      var accounts = waiting.getOrDefault(origin, new LinkedHashMap<>());
      var queue = accounts.getOrDefault(account, new ArrayDeque<>());
      if (queue.size() >= MAX_WAITING || size(accounts) >= MAX_WAITING_OF_ORIGIN) {
        throw tooMany();
      }
      queue.add(turn);
      accounts.put(account, queue);
      waiting.put(origin, accounts);
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private boolean isGranted(CompletableFuture<Boolean> turn) {
    try {
      return turn.get(waitLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn never fails", e);
    }
  }

  /** Removes a request from the queue. Returns false if its turn was granted in the meantime. */
  private boolean withdraw(String origin, String account, CompletableFuture<Boolean> turn) {
    lock.lock();
    try {
      var accounts = waiting.get(origin);
      var queue = accounts == null ? null : accounts.get(account);
      if (accounts == null || queue == null || !queue.removeIf(turn::equals)) {
        return false;
      }
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

  /**
   * Grants the next turn: to the origin that had no turn for the longest time and, among its
   * accounts, to the account that had no turn for the longest time.
   */
  private void release() {
    lock.lock();
    try {
      var origin = waiting.pollFirstEntry();
      if (origin == null) {
        free++;
        return;
      }
      var accounts = origin.getValue();
      var account = Objects.requireNonNull(accounts.pollFirstEntry());
      var queue = account.getValue();
      CompletableFuture<Boolean> next = queue.remove();
      // Account and origin go to the end of their maps, so that the others get the next turns.
      if (!queue.isEmpty()) {
        accounts.put(account.getKey(), queue);
      }
      if (!accounts.isEmpty()) {
        waiting.put(origin.getKey(), accounts);
      }
      next.complete(true);
    } finally {
      lock.unlock();
    }
  }
}
