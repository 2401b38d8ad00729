// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;

import dev.baton.access.Right;
import dev.baton.error.LostClaimException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobPage;
import dev.baton.job.JobQuery;
import dev.baton.job.JobStore;
import dev.baton.job.PostResult;
import dev.baton.job.RunWrite;
import dev.baton.service.WriteBatcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The store of jobs. It delegates each call to the class that executes it. */
final class JdbcJobStore implements JobStore {

  /**
   * Search pages with fewer jobs than this number are read with one query, whatever the size of the
   * jobs.
   */
  private static final int SMALL_WINDOW = 20;

  private final Database database;
  private final ReadJobRows jobs;
  private final WriteBatcher<List<Job>, InsertJobs.Answer> posts;
  private final WriteBatcher<ClaimWrite, Boolean> writes;
  private final EditJob edit;
  private final DeleteJobRows delete;
  // Read from the database once. Written by any thread.
  private volatile @Nullable String identity;

  JdbcJobStore(
      Database database,
      ReadJobRows jobs,
      WriteBatcher<List<Job>, InsertJobs.Answer> posts,
      WriteBatcher<ClaimWrite, Boolean> writes,
      EditJob edit,
      DeleteJobRows delete) {
    this.database = database;
    this.jobs = jobs;
    this.posts = posts;
    this.writes = writes;
    this.edit = edit;
    this.delete = delete;
  }

  @Override
  public String identity() {
    String known = identity;
    if (known == null) {
      known = StoreIdentity.findOrMake(database);
      identity = known;
    }
    return known;
  }

  @Override
  public List<PostResult> add(List<Job> jobs) {
    if (jobs.isEmpty()) {
      return List.of();
    }
    InsertJobs.Answer answer = posts.submitUninterruptibly(List.copyOf(jobs));
    if (answer.refusal() != null) {
      throw answer.refusal();
    }
    return answer.posted();
  }

  @Override
  public Optional<Job> find(JobId id) {
    return database.read(sql -> {
      var rows = sql.select(COLUMNS).from(JOBS).where(ID.eq(id.uuid())).fetch();
      return rows.isEmpty() ? Optional.empty() : Optional.of(jobs.only(sql, rows));
    });
  }

  @Override
  public Job replace(Job edited) {
    return edit.run(edited);
  }

  @Override
  public void write(RunWrite write) {
    if (!writes.submitUninterruptibly(new ClaimWrite.Run(write))) {
      throw new LostClaimException(
          "the claim of "
              + write.job()
              + " with token "
              + write.token()
              + " is not valid any more: the job ended or another executor has it; stop the work");
    }
  }

  @Override
  public boolean delete(JobId id) {
    return delete.one(id);
  }

  @Override
  public long deleteAll(Filter filter, @Nullable Set<String> deletableBy) {
    Condition condition = database.search(sql -> condition(sql, filter, deletableBy));
    return delete.run(condition.and(Acls.gives(Right.DELETE, deletableBy)));
  }

  @Override
  public JobPage search(JobQuery query) {
    return database.search(sql -> {
      return search(sql, query).run(sql);
    });
  }

  /**
   * Reads small pages with one query. For large pages, it reads the rows and sizes of the jobs
   * first, and then the jobs in groups of bounded size.
   */
  @Override
  public JobPage search(JobQuery query, Consumer<Job> visitor) {
    if (query.last() - query.first() < SMALL_WINDOW) {
      return JobStore.super.search(query, visitor);
    }
    SearchJobs.Found found =
        database.search(sql -> {
          return search(sql, query).find(sql);
        });
    for (List<Long> group : found.groups()) {
      database.search(sql -> SearchJobs.jobs(sql, jobs, group)).forEach(visitor);
    }
    return new JobPage(found.count(), List.of(), found.aggregations(), found.complete());
  }

  @Override
  public long countUnfinished(String owner) {
    return database.read(
        sql -> (long) sql.fetchCount(StatusTable.ACTIVE, StatusTable.isOwnedBy(owner)));
  }

  /**
   * Returns the row number before the newest jobs. It is read first, so that the database knows how
   * few rows the search needs.
   */
  private static long seqBefore(DSLContext sql, int newest) {
    Long last = sql.select(DSL.max(SEQ)).from(JOB).fetchSingle().value1();
    return last == null ? 0 : Math.max(0, last - newest);
  }

  /** Prepares a search, without the statements that read the jobs. */
  SearchJobs search(DSLContext sql, JobQuery query) {
    Condition filter =
        query.filter().equals(Filter.EVERYTHING)
            ? DSL.noCondition()
            : condition(sql, query.filter(), query.visibleTo());
    Condition condition = filter.and(Acls.gives(Right.VIEW_META, query.visibleTo()));
    long after = query.newest() == 0 ? 0 : seqBefore(sql, query.newest());
    SelectSearchSource source =
        new SelectSearchSource(sql, query, part -> condition(sql, part, query.visibleTo()));
    SearchSource all = SearchSource.of(condition).ofStates(source.onlyStates()).after(after);
    return new SearchJobs(jobs, query, all, source.choose().orElse(all));
  }

  private Condition condition(DSLContext sql, Filter filter, @Nullable Set<String> principals) {
    Instant now = database.clock().now();
    JsonPathConditions deep = new JsonPathConditions(sql, jobs, now);
    return new FilterCompiler(database.dialect(), now, deep, new AttributeVisibility(principals))
        .condition(filter);
  }
}
