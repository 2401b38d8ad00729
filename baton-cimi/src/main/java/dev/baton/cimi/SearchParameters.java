// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.CimiClient.FormParameter;
import dev.baton.filter.Filter;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class SearchParameters {

  private SearchParameters() {}

  static List<FormParameter> of(JobQuery query) {
    List<FormParameter> form = new ArrayList<>();
    if (!query.filter().equals(Filter.EVERYTHING)) {
      form.add(new FormParameter("filter", CimiFilterText.text(query.filter())));
    }
    query
        .order()
        .forEach(order ->
            form.add(
                new FormParameter(
                    "orderby",
                    String.join(".", order.path().names())
                        + (order.descending() ? ":desc" : ":asc"))));
    if (query.order().isEmpty()) {
      form.add(new FormParameter("orderby", "created:asc"));
    }
    form.add(new FormParameter("first", Integer.toString(query.first())));
    form.add(new FormParameter("last", Integer.toString(query.last())));
    query
        .aggregations()
        .forEach(aggregation -> form.add(new FormParameter("aggregation", clause(aggregation))));
    return form;
  }

  /**
   * Returns the aggregation in the form that the server parses. The answer contains the figure
   * under this text as its key.
   */
  private static String clause(JobQuery.Aggregation aggregation) {
    return aggregation.function() + ":" + aggregation.path();
  }

  /**
   * Returns a search for the given jobs.
   *
   * @param select the attributes to read; empty for all attributes
   */
  static List<FormParameter> of(Collection<JobId> jobs, String... select) {
    List<FormParameter> form = new ArrayList<>();
    form.add(
        new FormParameter("filter", CimiFilterText.text(Filter.in(Filter.Path.of("id"), jobs))));
    form.add(new FormParameter("last", Integer.toString(Math.max(1, jobs.size()))));
    for (String attribute : select) {
      form.add(new FormParameter("select", attribute));
    }
    return form;
  }

  static Map<String, JsonNode> aggregations(ObjectNode answer, JobQuery query) {
    Map<String, JsonNode> aggregations = new HashMap<>();
    for (JobQuery.Aggregation aggregation : query.aggregations()) {
      JsonNode value = answer.path("aggregations").get(clause(aggregation));
      if (value != null) {
        aggregations.put(aggregation.clause(), value);
      }
    }
    return aggregations;
  }
}
