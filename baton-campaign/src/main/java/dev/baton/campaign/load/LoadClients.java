// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import dev.baton.campaign.stack.Polling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All clients of a campaign. They post at their rate regardless of the servers, as long as some
 * clients are not waiting for an answer.
 */
public final class LoadClients implements AutoCloseable {

  /** The number of clients. */
  public static final int CLIENTS = 12;

  private final ClientRecords clientRecords = new ClientRecords();
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private long startNanos;
  private Duration posting = Duration.ZERO;

  /**
   * Makes the clients.
   *
   * @param endpoints for each client, its addresses of the servers
   * @param perSecond jobs per second of all clients together
   */
  public LoadClients(List<List<String>> endpoints, long seed, double perSecond) {
    Random random = new Random(seed);
    int count = endpoints.size();
    for (int i = 1; i <= count; i++) {
      List<ApiSession> servers = endpoints.get(i - 1).stream().map(ApiSession::new).toList();
      clients.add(
          new LoadClient("c" + i, servers, random.nextLong(), clientRecords, perSecond / count));
    }
  }

  /** Starts posting. */
  public void start() {
    startNanos = System.nanoTime();
    clients.forEach(client -> threads.add(Thread.ofVirtual().name("load").start(client)));
  }

  /**
   * Stops posting and waits until all planned requests about earlier jobs are answered.
   *
   * @return whether this happened in time
   */
  public boolean finish(Duration atMost) {
    clients.forEach(LoadClient::stopPosting);
    posting = Duration.ofNanos(System.nanoTime() - startNanos);
    return Polling.until(atMost, () -> clients.stream().noneMatch(LoadClient::hasPlans));
  }

  /** How long the clients posted. */
  public Duration posting() {
    return posting;
  }

  public ClientRecords records() {
    return clientRecords;
  }

  @Override
  public void close() {
    clients.forEach(LoadClient::stop);
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
