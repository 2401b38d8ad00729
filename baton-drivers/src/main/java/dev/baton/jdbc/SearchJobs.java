// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Right;
import dev.baton.job.Job;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SortField;

/** Answers a query: count, window, aggregations. */
final class SearchJobs {

  private final Acls acls;
  private final JobQuery query;
  private final Condition condition;

  SearchJobs(Acls acls, FilterCompiler compiler, JobQuery query) {
    this.acls = acls;
    this.query = query;
    this.condition =
        compiler.condition(query.filter()).and(Acls.gives(Right.VIEW_META, query.visibleTo()));
  }

  JobPage run(DSLContext sql) {
    int first = Math.max(1, query.first());
    int limit = Math.max(0, query.last() - first + 1);
    List<Job> jobs = limit == 0 ? List.of() : window(sql, first - 1, limit);
    boolean isAll = first == 1 && jobs.size() < limit;
    long count = isAll ? jobs.size() : sql.fetchCount(JOB, condition);
    Map<String, JsonNode> aggregations = new HashMap<>();
    for (JobQuery.Aggregation aggregation : query.aggregations()) {
      new Aggregate(sql, condition)
          .run(aggregation)
          .ifPresent(answer -> aggregations.put(aggregation.clause(), answer));
    }
    return new JobPage(count, jobs, aggregations);
  }

  private List<Job> window(DSLContext sql, int offset, int limit) {
    var rows =
        sql.select(COLUMNS)
            .from(JOB)
            .where(condition)
            .orderBy(order())
            .limit(limit)
            .offset(offset)
            .fetch();
    var lists = acls.of(sql, rows);
    return rows.map(row -> JobRows.job(row, lists.get(row.get(ACL_ID))));
  }

  private List<SortField<?>> order() {
    List<SortField<?>> order = new ArrayList<>();
    for (JobQuery.Order key : query.order()) {
      Attribute.at(key.path())
          .map(SearchJobs::sortable)
          .ifPresent(
              field ->
                  order.add((key.descending() ? field.desc() : field.asc()).nullsLast()));
    }
    order.add(SEQ.asc());
    return order;
  }

  private static Field<?> sortable(Attribute attribute) {
    return switch (attribute) {
      case Attribute.Text text -> text.field();
      case Attribute.Reference ref -> ref.column();
      case Attribute.Number number -> number.field();
      case Attribute.Date date -> date.field();
      // A job has one place in the order, but may have several of these.
      case Attribute.Listed listed -> SEQ;
      case Attribute.Whole whole -> SEQ;
    };
  }
}
