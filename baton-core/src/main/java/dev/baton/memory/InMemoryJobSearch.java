// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Right;
import dev.baton.filter.DocumentAggregation;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.DocumentOrder;
import dev.baton.job.Job;
import dev.baton.job.JobAttributes;
import dev.baton.job.JobJson;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries out one query by a scan over all jobs. */
final class InMemoryJobSearch {

  private final JobQuery query;
  private final DocumentFilter filter;

  private record Hit(Job job, ObjectNode document) {}

  InMemoryJobSearch(JobQuery query, Instant now) {
    this.query = query;
    this.filter = new DocumentFilter(now);
  }

  JobPage over(List<Job> jobs) {
    List<Hit> hits =
        jobs.stream()
            .filter(this::isVisible)
            .map(job -> new Hit(job, seen(job)))
            .filter(hit -> filter.matches(query.filter(), hit.document()))
            .sorted(order())
            .toList();
    return new JobPage(hits.size(), window(hits), aggregations(hits));
  }

  /** Whether one of the principals of the query may see the job. */
  boolean isVisible(Job job) {
    Set<String> principals = query.visibleTo();
    return principals == null || job.acl().gives(Right.VIEW_META, principals);
  }

  /** Returns the document of a job without the attributes that the caller may not see. */
  private ObjectNode seen(Job job) {
    return JobAttributes.reduce(JobJson.write(job), job.acl(), query.visibleTo());
  }

  private Comparator<Hit> order() {
    Comparator<Hit> order = Comparator.comparingInt(hit -> 0);
    for (JobQuery.Order by : query.order()) {
      order = order.thenComparing(Hit::document, new DocumentOrder(by.path(), by.descending()));
    }
    return order
        .thenComparing((Hit hit) -> hit.job().created())
        .thenComparing((Hit hit) -> hit.job().id());
  }

  private List<Job> window(List<Hit> hits) {
    int from = Math.max(1, query.first()) - 1;
    int to = Math.min(query.last(), hits.size());
    return from >= to ? List.of() : hits.subList(from, to).stream().map(Hit::job).toList();
  }

  private Map<String, JsonNode> aggregations(List<Hit> hits) {
    List<ObjectNode> documents = hits.stream().map(Hit::document).toList();
    Map<String, JsonNode> answers = new HashMap<>();
    for (JobQuery.Aggregation clause : query.aggregations()) {
      DocumentAggregation.of(clause.function(), clause.path(), documents)
          .ifPresent(answer -> answers.put(clause.clause(), answer));
    }
    return answers;
  }
}
