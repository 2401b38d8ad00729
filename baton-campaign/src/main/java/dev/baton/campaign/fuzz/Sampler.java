// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.TargetServer;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Sends requests one by one, and sees whether one that is refused changes anything. */
final class Sampler {

  private static final int SILENT_MILLIS = 70_000;

  private final TargetServer server;
  private final List<Operation> operations;
  private final FuzzFindings findings;
  private final Random random;
  private final Accounts accounts;

  Sampler(TargetServer server, List<Operation> operations, long seed, FuzzFindings findings) {
    this.server = server;
    this.operations = operations;
    this.findings = findings;
    this.random = new Random(seed + 1);
    this.accounts = new Accounts(server.endpoint());
  }

  /** Sends so many requests; answers how many of them were refused. */
  int run(int count) throws IOException {
    RequestMaker maker = new RequestMaker(random, operations, accounts.roles(), accounts.jobs());
    String before = accounts.state();
    int refused = 0;
    try (HttpConnection connection = new HttpConnection(server.address(), SILENT_MILLIS)) {
      for (int i = 0; i < count; i++) {
        FuzzRequest request = maker.next();
        HttpAnswer answer = connection.exchange(request.bytes());
        String after = accounts.state();
        if (answer.isRefusal()) {
          refused++;
          if (!after.equals(before)) {
            findings.add(
                "change in spite of " + answer.status() + " of " + request.operation().name(),
                request,
                answer.body());
          }
        }
        before = after;
      }
    }
    return refused;
  }
}
