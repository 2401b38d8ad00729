// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.client.ApiClient;
import dev.baton.error.ConflictException;
import dev.baton.error.NotFoundException;
import java.util.ArrayList;
import java.util.List;

/** Finds the process that a user named by its id or its name. */
final class ExecutorLookup {

  private ExecutorLookup() {}

  /**
   * Returns the id of the process. Of the processes with this name, only those that are alive are
   * considered; if there are several, only those that run jobs.
   *
   * @throws NotFoundException if no such process is alive
   * @throws ConflictException if several processes have the name
   */
  static String id(ApiClient apiClient, String executor) throws InterruptedException {
    List<JsonNode> named = new ArrayList<>();
    for (JsonNode member : apiClient.get("executor").path("resources")) {
      String id = member.path("id").asText();
      if (id.equals(executor) || id.equals("executor/" + executor)) {
        return id;
      }
      if (member.path("name").asText().equals(executor) && member.path("alive").asBoolean(true)) {
        named.add(member);
      }
    }
    List<JsonNode> executors =
        named.stream().filter(member -> member.path("slots").asInt() > 0).toList();
    return onlyOne(executor, executors.isEmpty() ? named : executors);
  }

  private static String onlyOne(String executor, List<JsonNode> found) {
    List<String> ids = found.stream().map(member -> member.path("id").asText()).toList();
    if (ids.isEmpty()) {
      throw new NotFoundException(
          "no executor '" + executor + "' is alive; 'baton executor list' shows those that are");
    }
    if (ids.size() > 1) {
      throw new ConflictException(
          "several executors are called '"
              + executor
              + "'; name one by its id: "
              + String.join(", ", ids));
    }
    return ids.getFirst();
  }
}
