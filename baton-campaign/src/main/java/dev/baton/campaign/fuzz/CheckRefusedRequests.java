// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import dev.baton.campaign.stack.FuzzedServer;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Sends requests one by one and checks that a refused request changes nothing. */
final class CheckRefusedRequests {

  private final FuzzedServer server;
  private final List<ApiOperation> operations;
  private final FuzzFindings findings;
  private final CheckAnswers judge;
  private final Random random;
  private final FuzzAccounts fuzzAccounts;

  CheckRefusedRequests(
      FuzzedServer server, List<ApiOperation> operations, long seed, FuzzFindings findings) {
    this.server = server;
    // Excludes board sessions of executors, because the end of their leases would change jobs in
    // the meantime.
    this.operations =
        operations.stream().filter(apiOperation -> !apiOperation.path().endsWith("/join")).toList();
    this.findings = findings;
    this.judge = new CheckAnswers(findings);
    this.random = new Random(seed + 1);
    this.fuzzAccounts = new FuzzAccounts(server.endpoint());
  }

  /** Sends this number of requests and returns the number of refused requests. */
  int run(int count) throws IOException {
    fuzzAccounts.renewRoles();
    RequestMaker requestMaker =
        new RequestMaker(random, operations, fuzzAccounts.knownWithoutClaims());
    String before = fuzzAccounts.state();
    int refused = 0;
    try (HttpConnection connection =
        new HttpConnection(server.address(), CheckAnswers.SILENT_MILLIS)) {
      for (int i = 0; i < count && server.isAlive(); i++) {
        FuzzRequest request = requestMaker.next();
        HttpAnswer answer = judge.send(request, connection);
        String after = fuzzAccounts.state();
        boolean isRefused = answer.isRefusal() || answer.isRefusalOfCall();
        if (isRefused) {
          refused++;
          if (!after.equals(before)) {
            findings.add(
                "change in spite of " + answer.status() + " of " + request.operation().name(),
                request,
                answer.body() + difference(before, after));
          }
        }
        before = after;
      }
    }
    return refused;
  }

  /** The sections of both texts around their first difference. */
  private static String difference(String before, String after) {
    int at = 0;
    while (at < Math.min(before.length(), after.length())
        && before.charAt(at) == after.charAt(at)) {
      at++;
    }
    return "\n    before: " + part(before, at) + "\n    after:  " + part(after, at);
  }

  private static String part(String text, int at) {
    return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 200));
  }
}
