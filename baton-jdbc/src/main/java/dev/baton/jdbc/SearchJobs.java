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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectFromStep;
import org.jooq.SortField;
import org.jooq.SortOrder;
import org.jooq.impl.DSL;

/** Answers a query: the number of jobs, a page of jobs, and aggregations. */
final class SearchJobs {

  private static final Set<Field<?>> NEVER_NULL =
      Set.of(ID, ACTION, STATE, EXECUTION_MODE, CREATED, CREATED_BY, TOKEN, REVISION);

  /** Columns that may contain long text. */
  private static final List<Field<String>> LARGE =
      List.of(
          PAYLOAD,
          RESULT,
          OUTPUT,
          STATUS_MESSAGE,
          LAST_ERROR,
          SIGNALS,
          DESCRIPTION,
          TAGS,
          AFFECTED);

  private static final int MAX_GROUP = 500;
  private static final long MAX_GROUP_SIZE = 8L << 20;

  private final ReadJobRows jobs;
  private final JobQuery query;
  private final SearchSource all;
  private final SearchSource page;
  private final AttributeVisibility attributeVisibility;

  /**
   * @param all the jobs that the query selects, for exact counts and aggregations
   * @param page the same jobs, for the page and a bounded count
   */
  SearchJobs(ReadJobRows jobs, JobQuery query, SearchSource all, SearchSource page) {
    this.jobs = jobs;
    this.query = query;
    this.attributeVisibility = new AttributeVisibility(query.visibleTo());
    this.all = all;
    this.page = page;
  }

  /**
   * The result of a search without the jobs themselves.
   *
   * @param groups the row numbers of the jobs of the page in the order of the query, in groups that
   *     are each read with one query
   */
  record Found(
      long count, List<List<Long>> groups, Map<String, JsonNode> aggregations, boolean complete) {}

  /** A job and the approximate size of its text, in bytes or characters. */
  private record Sized(long seq, long size) {}

  /**
   * Whether the newest jobs that the query looks at are all jobs that the principals may see. Other
   * jobs do not count, because the principals could find out their number.
   */
  private boolean isComplete(DSLContext sql) {
    return query.newest() == 0
        || !sql.fetchExists(
            DSL.selectOne()
                .from(JOB)
                .where(SEQ.le(all.after()))
                .and(Acls.gives(Right.VIEW_META, query.visibleTo())));
  }

  JobPage run(DSLContext sql) {
    int limit = limit();
    if (limit == 0) {
      return new JobPage(count(sql, 0), List.of(), aggregations(sql), isComplete(sql));
    }
    var rows = onPage(sql.select(COLUMNS)).fetch();
    var read = jobs.of(sql, rows);
    List<Job> found = rows.stream().flatMap(row -> read.apply(row).stream()).toList();
    return new JobPage(count(sql, rows.size()), found, aggregations(sql), isComplete(sql));
  }

  Found find(DSLContext sql) {
    int limit = limit();
    List<Sized> jobs = limit == 0 ? List.of() : sizes(sql);
    return new Found(count(sql, jobs.size()), groups(jobs), aggregations(sql), isComplete(sql));
  }

  /**
   * Returns the jobs with these row numbers, in their order, without jobs that were deleted in the
   * meantime and jobs that cannot be read.
   */
  static List<Job> jobs(DSLContext sql, ReadJobRows jobs, List<Long> seqs) {
    var rows = sql.select(COLUMNS).from(JOBS).where(SEQ.in(seqs)).fetch();
    var read = jobs.of(sql, rows);
    Map<Long, Job> found = new HashMap<>();
    rows.forEach(row -> read.apply(row).ifPresent(job -> found.put(row.get(SEQ), job)));
    return seqs.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private int first() {
    return Math.max(1, query.first());
  }

  private int limit() {
    return Math.max(0, query.last() - first() + 1);
  }

  /** Counts the jobs, including jobs whose rows cannot be read. */
  private long count(DSLContext sql, int rows) {
    boolean isAll = first() == 1 && rows < limit() && !page.isCut();
    if (isAll) {
      return rows;
    }
    int limit = query.maxCount() == 0 ? 0 : query.maxCount() + 1;
    boolean countsPage = limit > 0 && all.states().isEmpty();
    return (countsPage ? page : all).count(sql, limit);
  }

  private List<Sized> sizes(DSLContext sql) {
    // H2 knows the number of characters of a large text without reading it; the other databases
    // know the number of bytes.
    boolean inCharacters = sql.family() == SQLDialect.H2;
    Field<Long> size = DSL.inline(0L);
    for (Field<String> field : LARGE) {
      Field<Integer> length = inCharacters ? DSL.length(field) : DSL.octetLength(field);
      size = size.plus(DSL.coalesce(length, 0));
    }
    return onPage(sql.select(SEQ, size)).fetch(row -> new Sized(row.value1(), row.value2()));
  }

  private static List<List<Long>> groups(List<Sized> jobs) {
    List<List<Long>> groups = new ArrayList<>();
    List<Long> group = new ArrayList<>();
    long size = 0;
    for (Sized job : jobs) {
      if (!group.isEmpty() && (size + job.size() > MAX_GROUP_SIZE || group.size() == MAX_GROUP)) {
        groups.add(group);
        group = new ArrayList<>();
        size = 0;
      }
      group.add(job.seq());
      size += job.size();
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private Map<String, JsonNode> aggregations(DSLContext sql) {
    Map<String, JsonNode> aggregations = new HashMap<>();
    Aggregate aggregate = new Aggregate(sql, all, attributeVisibility);
    for (JobQuery.Aggregation aggregation : query.aggregations()) {
      aggregate
          .run(aggregation)
          .ifPresent(answer -> aggregations.put(aggregation.clause(), answer));
    }
    return aggregations;
  }

  /** Selects columns of the jobs of the page. */
  <R extends Record> Select<R> onPage(SelectFromStep<R> columns) {
    return columns
        .from(page.table())
        .where(page.matching())
        .orderBy(order())
        .limit(limit())
        .offset(first() - 1);
  }

  /**
   * Returns the order, without parts that have no effect, so that databases find the index with the
   * same order.
   */
  private List<SortField<?>> order() {
    Map<Field<?>, SortField<?>> order = new LinkedHashMap<>();
    for (JobQuery.Order key : query.order()) {
      Attribute.at(key.path())
          .flatMap(attribute -> sortable(attribute, key.descending()))
          .map(field -> attributeVisibility.restrict(key.path(), field))
          .ifPresent(field -> order.putIfAbsent(field, sorted(field, key.descending())));
    }
    order.putIfAbsent(CREATED, CREATED.asc());
    order.putIfAbsent(ID, ID.asc());
    order.computeIfPresent(
        CREATED, (created, sorted) -> direct(page.created(), sorted.getOrder() == SortOrder.DESC));
    return List.copyOf(order.values());
  }

  private static SortField<?> sorted(Field<?> field, boolean descending) {
    SortField<?> sorted = direct(field, descending);
    return NEVER_NULL.contains(field) ? sorted : sorted.nullsLast();
  }

  private static SortField<?> direct(Field<?> field, boolean descending) {
    return descending ? field.desc() : field.asc();
  }

  private static Optional<Field<?>> sortable(Attribute attribute, boolean descending) {
    return switch (attribute) {
      case Attribute.Text text -> Optional.of(text.field());
      case Attribute.Reference ref -> Optional.of(ref.column());
      case Attribute.Number number -> Optional.of(number.field());
      case Attribute.Date date -> Optional.of(date.field());
      // A list of texts is sorted by the text that would come first.
      case Attribute.Listed listed -> Optional.of(listed.one(descending ? DSL::max : DSL::min));
      case Attribute.Whole whole -> Optional.empty();
    };
  }
}
