// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.client.ApiClient;
import dev.baton.error.BatonException;
import dev.baton.error.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Suggests action names when a command found no job and the action name was probably mistyped. */
final class ActionHints {

  private ActionHints() {}

  /** Returns a hint for each of the actions for which the server has no job. */
  static List<String> of(ApiClient apiClient, List<String> actions) throws InterruptedException {
    List<String> hints = new ArrayList<>();
    try {
      for (String action : actions) {
        if (count(apiClient, action) == 0) {
          hints.add("there is no job of action '" + action + "'" + suggestion(apiClient, action));
        }
      }
    } catch (BatonException e) {
      // Hints are optional: for example, a server that is not Baton's has no list of actions. The
      // command has already printed its result.
      return List.of();
    }
    return hints;
  }

  private static long count(ApiClient apiClient, String action) throws InterruptedException {
    String filter = "action=" + JobFilterOptions.quoted(action);
    return apiClient.search("job", Map.of("filter", filter, "last", "0")).path("count").asLong();
  }

  private static String suggestion(ApiClient apiClient, String action) throws InterruptedException {
    List<String> known = apiClient.get("action").path("resources").findValuesAsText("name");
    return known.contains(action) ? "" : DidYouMean.suffix(known, action);
  }
}
