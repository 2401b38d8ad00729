// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.error.ForbiddenException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.service.RetryIdempotentCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the jobs that match a filter, as far as this process, or the principals of a caller, may
 * delete them.
 */
record DeleteCimiJobs(CimiClient cimiClient, RetryIdempotentCalls retryIdempotentCalls) {

  private static final Logger LOG = LoggerFactory.getLogger(DeleteCimiJobs.class);
  private static final int PAGE = 500;

  /**
   * Deletes all matching jobs that this process may delete. The server allows a bulk delete only to
   * administrators. For other users, this method deletes the jobs one by one; the document of a job
   * offers the operation {@code delete} if the user may delete the job.
   */
  long all(Filter filter) {
    try {
      return cimiClient.deleteAll(filter);
    } catch (ForbiddenException e) {
      LOG.debug("jobs are deleted one by one: reason={}", e.getMessage(), e);
      return separately(filter, DeleteCimiJobs::offersDelete);
    }
  }

  /**
   * Deletes the matching jobs that the principals may delete, one by one. A bulk delete is not
   * possible, because the server would check the rights of this process.
   */
  long deletableBy(Set<String> principals, Filter filter) {
    return separately(
        filter,
        document ->
            CimiJobStore.read(document, cimiClient)
                .filter(job -> job.acl().gives(Right.DELETE, principals))
                .isPresent());
  }

  private static boolean offersDelete(ObjectNode document) {
    for (JsonNode operation : document.path("operations")) {
      if (operation.path("rel").asText().equals("delete")) {
        return true;
      }
    }
    return false;
  }

  private enum DeleteOutcome {
    DELETED,
    WAS_MISSING,
    REFUSED
  }

  private long separately(Filter filter, Predicate<ObjectNode> mayDelete) {
    long deleted = 0;
    int kept = 0;
    while (kept + PAGE <= JobQuery.MAX_PAGE) {
      JsonNode page = page(filter, kept);
      List<DeleteOutcome> outcomes = ParallelMap.map(ids(page, mayDelete), this::delete);
      long refused = outcomes.stream().filter(DeleteOutcome.REFUSED::equals).count();
      deleted += outcomes.stream().filter(DeleteOutcome.DELETED::equals).count();
      kept += (int) (page.size() - outcomes.size() + refused);
      if (page.size() < PAGE) {
        break;
      }
    }
    return deleted;
  }

  /**
   * Returns the next page of matching jobs. Skips the jobs that were not deleted, which the search
   * finds first.
   */
  private JsonNode page(Filter filter, int kept) {
    JobQuery query = new JobQuery(filter, null, List.of(), kept + 1, kept + PAGE, List.of());
    return retryIdempotentCalls
        .call(() -> cimiClient.search(SearchParameters.of(query)))
        .path("resources");
  }

  private List<JobId> ids(JsonNode page, Predicate<ObjectNode> mayDelete) {
    List<JobId> ids = new ArrayList<>();
    for (JsonNode document : page) {
      if (document instanceof ObjectNode object && mayDelete.test(object)) {
        CimiJobStore.read(object, cimiClient).map(Job::id).ifPresent(ids::add);
      }
    }
    return ids;
  }

  private DeleteOutcome delete(JobId id) {
    try {
      return cimiClient.delete(id) ? DeleteOutcome.DELETED : DeleteOutcome.WAS_MISSING;
    } catch (ForbiddenException e) {
      LOG.debug("job is kept, because this process may not delete it: job={}", id, e);
      return DeleteOutcome.REFUSED;
    }
  }
}
