// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Right;
import dev.baton.job.Job;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.impl.DSL;

/** Answers a query: count, window, aggregations. */
final class SearchJobs {

  private static final Set<Field<?>> NEVER_NULL =
      Set.of(ID, ACTION, STATE, EXECUTION_MODE, CREATED, CREATED_BY, TOKEN, REVISION);

  private final Acls acls;
  private final JobQuery query;
  private final Condition condition;
  private final Seen seen;

  SearchJobs(Acls acls, Condition filter, JobQuery query) {
    this.acls = acls;
    this.query = query;
    this.seen = new Seen(query.visibleTo());
    this.condition = filter.and(Acls.gives(Right.VIEW_META, query.visibleTo()));
  }

  JobPage run(DSLContext sql) {
    int first = Math.max(1, query.first());
    int limit = Math.max(0, query.last() - first + 1);
    List<Job> jobs = limit == 0 ? List.of() : window(sql, first - 1, limit);
    boolean isAll = first == 1 && jobs.size() < limit;
    long count = isAll ? jobs.size() : sql.fetchCount(JOB, condition);
    Map<String, JsonNode> aggregations = new HashMap<>();
    for (JobQuery.Aggregation aggregation : query.aggregations()) {
      new Aggregate(sql, condition, seen)
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
    return rows.stream().flatMap(row -> JobRows.readable(row, lists).stream()).toList();
  }

  /** Says nothing that needs not be said, so that databases find the index that has the order. */
  private List<SortField<?>> order() {
    Map<Field<?>, SortField<?>> order = new LinkedHashMap<>();
    for (JobQuery.Order key : query.order()) {
      Attribute.at(key.path())
          .flatMap(attribute -> sortable(attribute, key.descending()))
          .map(field -> seen.only(key.path(), field))
          .ifPresent(field -> order.putIfAbsent(field, sorted(field, key.descending())));
    }
    order.putIfAbsent(CREATED, CREATED.asc());
    order.putIfAbsent(ID, ID.asc());
    return List.copyOf(order.values());
  }

  private static SortField<?> sorted(Field<?> field, boolean descending) {
    SortField<?> sorted = descending ? field.desc() : field.asc();
    return NEVER_NULL.contains(field) ? sorted : sorted.nullsLast();
  }

  private static Optional<Field<?>> sortable(Attribute attribute, boolean descending) {
    return switch (attribute) {
      case Attribute.Text text -> Optional.of(text.field());
      case Attribute.Reference ref -> Optional.of(ref.column());
      case Attribute.Number number -> Optional.of(number.field());
      case Attribute.Date date -> Optional.of(date.field());
      // Of several texts the one counts that would come first.
      case Attribute.Listed listed -> Optional.of(listed.one(descending ? DSL::max : DSL::min));
      case Attribute.Whole whole -> Optional.empty();
    };
  }
}
