// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.memory.InMemoryBackend;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A program that posts and claims one job, reports it on standard output, and holds it until it is
 * killed.
 */
final class HoldClaimedJob {

  private HoldClaimedJob() {}

  public static void main(String[] args) throws IOException {
    var backend = ZooKeeperFixture.open(args[0], new InMemoryBackend(Clock.system()));
    BoardTestJobs.post(backend);
    BoardSession session = backend.board().join("holder", Duration.ofSeconds(2));
    Claim claim = session.claim(1, BoardTestJobs.everything()).getFirst();
    System.out.write(("got " + claim.job().id() + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    while (System.in.read() >= 0) {
      session.renew();
    }
  }
}
