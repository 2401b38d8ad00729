// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.load;

import dev.baton.campaign.stack.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All clients of a run. */
public final class Load implements AutoCloseable {

  private static final int CLIENTS = 3;

  private final Records records = new Records();
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Makes the clients.
   *
   * @param endpoints addresses of the servers
   * @param perSecond jobs per second of all clients together
   */
  public Load(List<String> endpoints, long seed, double perSecond) {
    Random random = new Random(seed);
    for (int i = 1; i <= CLIENTS; i++) {
      List<Api> servers = endpoints.stream().map(Api::new).toList();
      clients.add(
          new LoadClient("c" + i, servers, random.nextLong(), records, perSecond / CLIENTS));
    }
  }

  /** Starts posting. */
  public void start() {
    clients.forEach(client -> threads.add(Thread.ofVirtual().name("load").start(client)));
  }

  /**
   * Stops posting, and waits until what is to follow the posts was answered.
   *
   * @return whether it was in time
   */
  public boolean finish(Duration atMost) {
    clients.forEach(LoadClient::stopPosting);
    return Waits.until(atMost, () -> clients.stream().noneMatch(LoadClient::hasPlans));
  }

  public Records records() {
    return records;
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
