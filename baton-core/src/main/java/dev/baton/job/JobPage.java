// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link JobQuery}.
 *
 * @param count matches before the window was cut
 * @param jobs the window
 * @param aggregations by clause
 */
public record JobPage(long count, List<Job> jobs, Map<String, JsonNode> aggregations) {
  public JobPage {
    jobs = List.copyOf(jobs);
    aggregations = Map.copyOf(aggregations);
  }
}
