// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.cimi.Api.Parameter;
import dev.baton.filter.Filter;
import dev.baton.filter.Filter.Value;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a search. */
final class SearchForm {

  private SearchForm() {}

  static List<Parameter> of(JobQuery query) {
    List<Parameter> form = new ArrayList<>();
    if (!query.filter().equals(Filter.EVERYTHING)) {
      form.add(new Parameter("filter", FilterQuery.text(query.filter())));
    }
    query
        .order()
        .forEach(order ->
            form.add(
                new Parameter(
                    "orderby",
                    String.join(".", order.path().names())
                        + (order.descending() ? ":desc" : ":asc"))));
    if (query.order().isEmpty()) {
      form.add(new Parameter("orderby", "created:asc"));
    }
    form.add(new Parameter("first", Integer.toString(query.first())));
    form.add(new Parameter("last", Integer.toString(query.last())));
    query
        .aggregations()
        .forEach(aggregation -> form.add(new Parameter("aggregation", aggregation.clause())));
    return form;
  }

  /** A search for these jobs, for these attributes of them; none is all. */
  static List<Parameter> of(Collection<JobId> jobs, String... select) {
    List<Value> ids = new ArrayList<>();
    jobs.forEach(job -> ids.add(new Value.Text(job.toString())));
    List<Parameter> form = new ArrayList<>();
    form.add(new Parameter("filter", FilterQuery.text(new Filter.In(Filter.Path.of("id"), ids))));
    form.add(new Parameter("last", Integer.toString(Math.max(1, jobs.size()))));
    for (String attribute : select) {
      form.add(new Parameter("select", attribute));
    }
    return form;
  }

  static Map<String, JsonNode> aggregations(ObjectNode answer, JobQuery query) {
    Map<String, JsonNode> aggregations = new HashMap<>();
    for (JobQuery.Aggregation aggregation : query.aggregations()) {
      JsonNode value = answer.path("aggregations").get(aggregation.clause());
      if (value != null) {
        aggregations.put(aggregation.clause(), value);
      }
    }
    return aggregations;
  }
}
