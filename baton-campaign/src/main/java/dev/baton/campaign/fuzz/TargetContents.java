// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What is at a server, so that requests can be about it.
 *
 * @param roles key and secret of each role; empty for one who is not logged in
 * @param ids ids of what is there, by collection, such as {@code job}
 * @param stay a board session of an executor that has joined, as the protocol has it
 * @param claims of that session
 * @param job a job as the protocol has it
 */
record TargetContents(
    Map<String, String> roles,
    Map<String, List<String>> ids,
    JsonNode stay,
    List<HeldClaim> claims,
    JsonNode job) {

  /** The right to run a job. */
  record HeldClaim(String job, long token) {}

  TargetContents {
    roles = Map.copyOf(roles);
    ids = Map.copyOf(ids);
    claims = List.copyOf(claims);
  }

  boolean has(String collection) {
    return !ids.getOrDefault(collection, List.of()).isEmpty();
  }

  /** One of the ids of a collection; of something that is not there if it is empty. */
  String id(String collection, Random random) {
    List<String> some = ids.getOrDefault(collection, List.of());
    return some.isEmpty()
        ? collection + "/00000000-0000-0000-0000-000000000001"
        : some.get(random.nextInt(some.size()));
  }

  /** Any id. */
  String text(Random random) {
    List<String> all = ids.values().stream().flatMap(List::stream).sorted().toList();
    return all.isEmpty() ? "x" : all.get(random.nextInt(all.size()));
  }

  Optional<HeldClaim> claim(Random random) {
    return claims.isEmpty()
        ? Optional.empty()
        : Optional.of(claims.get(random.nextInt(claims.size())));
  }
}
