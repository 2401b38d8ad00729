// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * That a job goes on with the flow of another one, which is final.
 *
 * @param from the atom from which it runs anew; null to revert what was done
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
