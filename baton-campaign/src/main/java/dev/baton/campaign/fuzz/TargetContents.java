// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The contents of a server that requests can use.
 *
 * @param roles the key and secret of each role; empty for a sender that is not logged in
 * @param ids the existing ids by collection, such as {@code job}
 * @param session a board session of an executor that has joined, in the form of the protocol
 * @param claims the claims of that session
 * @param job a job in the form of the protocol
 */
record TargetContents(
    Map<String, String> roles,
    Map<String, List<String>> ids,
    JsonNode session,
    List<HeldClaim> claims,
    JsonNode job) {

  /** A claim on a job. */
  record HeldClaim(String job, long token) {}

  TargetContents {
    roles = Map.copyOf(roles);
    ids = Map.copyOf(ids);
    claims = List.copyOf(claims);
  }

  boolean has(String collection) {
    return !ids.getOrDefault(collection, List.of()).isEmpty();
  }

  /**
   * Returns a random id of the collection, or the id of a document that does not exist if the
   * collection is empty.
   */
  String id(String collection, Random random) {
    List<String> some = ids.getOrDefault(collection, List.of());
    return some.isEmpty()
        ? collection + "/00000000-0000-0000-0000-000000000001"
        : some.get(random.nextInt(some.size()));
  }

  /** Returns a random id of any collection. */
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
