// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.externalboard;

import dev.baton.board.ExternalBoardStore.UnpostedJob;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process's connection to an {@link InMemoryBoardServer}. */
final class InMemoryEntryQueue implements EntryQueue {

  private final InMemoryBoardServer server;
  private final QueueView view;

  InMemoryEntryQueue(InMemoryBoardServer server) {
    this.server = server;
    this.view = new QueueView(server.clock());
  }

  @Override
  public void start() {
    server.connect(this);
  }

  @Override
  public void stop() {
    server.disconnect(this);
  }

  @Override
  public String address() {
    return "memory";
  }

  @Override
  public String path(String name) {
    return "memory/" + name;
  }

  @Override
  public QueueView view() {
    return view;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void refresh() {
    server.endExpired();
  }

  @Override
  public void post(List<UnpostedJob> jobs) {
    jobs.forEach(job -> server.put(job.priority(), job.job()));
  }

  @Override
  public List<String> remove(Collection<String> names) {
    return server.remove(names);
  }

  @Override
  public boolean tryFeederRole() {
    return server.tryFeederRole(this);
  }

  @Override
  public CompletableFuture<?> notifyFeeder() {
    server.notifyFeeder();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public LockSession openSession(Duration lease, Supplier<@Nullable Duration> leaseLeft) {
    return new InMemoryLockSession(server, lease, leaseLeft);
  }

  @Override
  public boolean endSession(String reference) {
    return server.endSession(reference);
  }
}
