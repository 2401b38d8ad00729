// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * States that a job continues or reverts the flow of another job, which is final.
 *
 * @param from the atom from which the flow runs again; null to revert the flow
 */
record FlowContinuation(JobId job, @Nullable String from) {

  static @Nullable FlowContinuation of(Job job) {
    JsonNode said = job.status().signals().get(Jobs.CONTINUE_SIGNAL);
    if (said == null) {
      return null;
    }
    JsonNode from = said.path("from");
    return new FlowContinuation(
        JobId.parse(said.path("job").asText()), from.isTextual() ? from.textValue() : null);
  }
}
