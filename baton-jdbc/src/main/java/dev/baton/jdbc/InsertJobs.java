// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.Tables.AT_TIME;
import static dev.baton.jdbc.Tables.JOB_EVENT;
import static dev.baton.jdbc.Tables.JOB_SEQ;
import static dev.baton.jdbc.Tables.KIND;

import dev.baton.error.ConflictException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.PostResult;
import dev.baton.service.WriteBatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Inserts the jobs that many threads post, in one transaction. */
final class InsertJobs implements WriteBatcher.BatchOperation<List<Job>, InsertJobs.Answer> {

  /** Holds either the results or a refusal. If there is a refusal, {@code posted} is empty. */
  record Answer(List<PostResult> posted, @Nullable ConflictException refusal) {}

  /**
   * A unique key, with the namespace in which it is unique: an owner, a distribution or Baton
   * itself.
   */
  private record Key(String scope, String key) {
    static @Nullable Key of(Job job) {
      String key = JsonText.clean(job.spec().uniqueKey());
      return key == null ? null : new Key(job.origin().keyScope(), key);
    }
  }

  private record Fresh(Job job, JdbcBoardPosition posting) {}

  private static final int REPETITIONS = 5;

  private final Database database;
  private final JobKinds jobKinds;
  private final Acls acls;
  private final DueJobs due;
  private final ChangeNotifier changeNotifier;

  InsertJobs(
      Database database, JobKinds jobKinds, Acls acls, DueJobs due, ChangeNotifier changeNotifier) {
    this.database = database;
    this.jobKinds = jobKinds;
    this.acls = acls;
    this.due = due;
    this.changeNotifier = changeNotifier;
  }

  @Override
  public List<Answer> run(List<List<Job>> requests) {
    requests.forEach(request -> request.forEach(this::intern));
    try {
      return insert(requests);
    } catch (SqlErrors.DuplicateException e) {
      // Another transaction inserted a key or an id first. Inserting each request alone shows which
      // request conflicts.
      return requests.stream().map(this::insertAlone).toList();
    }
  }

  /**
   * Stores job kinds and access control lists in separate transactions, so that other transactions
   * do not wait for the insertion of the jobs.
   */
  private void intern(Job job) {
    jobKinds.id(job.spec());
    acls.id(job.acl());
  }

  private Answer insertAlone(List<Job> request) {
    for (int left = REPETITIONS; ; left--) {
      try {
        return insert(List.of(request)).getFirst();
      } catch (SqlErrors.DuplicateException e) {
        JobId taken = database.readOnThisThread(sql -> taken(sql, request));
        if (taken != null || left == 0) {
          return new Answer(
              List.of(), new ConflictException("conflict with " + taken + ": the id is taken", e));
        }
      }
    }
  }

  private static @Nullable JobId taken(DSLContext sql, List<Job> request) {
    List<String> ids = JobRows.uuids(request.stream().map(Job::id).toList());
    Set<String> own = new HashSet<>();
    for (String id : ids) {
      if (!own.add(id)) {
        return new JobId(id);
      }
    }
    String found = sql.select(ID).from(JOB).where(ID.in(ids)).limit(1).fetchOne(ID);
    return found == null ? null : new JobId(found);
  }

  private List<Answer> insert(List<List<Job>> requests) {
    List<JdbcBoardPosition> postings = new ArrayList<>();
    List<Answer> answers =
        database.writeOnThisThread(sql -> {
          postings.clear();
          return insert(sql, requests, postings);
        });
    if (!postings.isEmpty()) {
      postings.stream()
          .filter(JdbcBoardPosition::isWaiting)
          .forEach(jdbcBoardPosition -> due.expect(jdbcBoardPosition.due()));
      changeNotifier.notifyWatchers(kinds(postings));
    }
    return answers;
  }

  private static Set<ChangeNotifier.Kind> kinds(List<JdbcBoardPosition> postings) {
    return postings.stream().allMatch(jdbcBoardPosition -> jdbcBoardPosition.phase() == null)
        ? Set.of(ChangeNotifier.Kind.HISTORY)
        : Set.of(ChangeNotifier.Kind.POSTING, ChangeNotifier.Kind.HISTORY);
  }

  private List<Answer> insert(
      DSLContext sql, List<List<Job>> requests, List<JdbcBoardPosition> postings) {
    Map<Key, JobId> byKey = holdersOfKeys(sql, requests);
    List<Fresh> fresh = new ArrayList<>();
    // The time is read only if it is needed, because the query costs a round trip.
    long now = waitsForTime(requests) ? database.now(sql) : Long.MAX_VALUE;
    List<Answer> answers = new ArrayList<>();
    for (List<Job> request : requests) {
      List<PostResult> posted = new ArrayList<>();
      for (Job job : request) {
        Key key = Key.of(job);
        JobId holder = key == null ? null : byKey.putIfAbsent(key, job.id());
        if (holder == null) {
          fresh.add(new Fresh(job, JdbcBoardPosition.of(job, now)));
        }
        posted.add(new PostResult(holder == null ? job.id() : holder, holder == null));
      }
      answers.add(new Answer(posted, null));
    }
    if (!fresh.isEmpty()) {
      insertJobs(sql, fresh);
      fresh.forEach(each -> postings.add(each.posting()));
      changeNotifier.announceInTransaction(sql, kinds(postings));
    }
    return answers;
  }

  private static boolean waitsForTime(List<List<Job>> requests) {
    return requests.stream().flatMap(List::stream).anyMatch(job -> job.spec().notBefore() != null);
  }

  private static Map<Key, JobId> holdersOfKeys(DSLContext sql, List<List<Job>> requests) {
    Set<String> keys = new HashSet<>();
    Set<String> scopes = new HashSet<>();
    for (Job job : requests.stream().flatMap(List::stream).toList()) {
      Key key = Key.of(job);
      if (key != null) {
        keys.add(key.key());
        scopes.add(key.scope());
      }
    }
    Map<Key, JobId> holders = new HashMap<>();
    if (!keys.isEmpty()) {
      // If the requests come from several owners, this may also return jobs with the key of one
      // request and the owner of another. No request looks them up.
      sql.select(KEY_SCOPE, ACTIVE_KEY, ID)
          .from(JOB)
          .where(ACTIVE_KEY.in(keys))
          .and(KEY_SCOPE.in(scopes))
          .forEach(
              row -> holders.put(new Key(row.value1(), row.value2()), new JobId(row.value3())));
    }
    return holders;
  }

  private void insertJobs(DSLContext sql, List<Fresh> fresh) {
    List<Map<Field<?>, @Nullable Object>> rows = new ArrayList<>();
    fresh.forEach(each -> rows.add(row(each.job(), each.posting())));
    List<Field<?>> fields = List.copyOf(rows.getFirst().keySet());
    var batch = sql.batch(sql.insertInto(JOB).columns(fields).values(new Object[fields.size()]));
    for (Map<Field<?>, @Nullable Object> row : rows) {
      batch = batch.bind(row.values().toArray());
    }
    batch.execute();
    List<Job> jobs = fresh.stream().map(Fresh::job).toList();
    insertValues(sql, jobs);
    insertEvents(sql, jobs);
  }

  private Map<Field<?>, @Nullable Object> row(Job job, JdbcBoardPosition jdbcBoardPosition) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(ID, job.id().uuid());
    row.put(REVISION, 1L);
    row.put(ACTIVE_KEY, JsonText.clean(job.spec().uniqueKey()));
    row.put(CREATED, job.created().toEpochMilli());
    row.put(CREATED_BY, job.createdBy());
    row.put(UPDATED, job.updated().toEpochMilli());
    row.put(JobTable.KIND, jobKinds.id(job.spec()));
    row.putAll(JobRows.values(job, acls.id(job.acl())));
    JobRows.putOrigin(row, job.origin());
    jdbcBoardPosition.putInto(row);
    return row;
  }

  private static void insertValues(DSLContext sql, List<Job> jobs) {
    Map<String, Job> listed = new HashMap<>();
    jobs.stream().filter(ListValues::hasAny).forEach(job -> listed.put(job.id().uuid(), job));
    if (!listed.isEmpty()) {
      ListValues values = new ListValues();
      sql.select(ID, SEQ)
          .from(JOB)
          .where(ID.in(listed.keySet()))
          .forEach(
              row -> values.addAll(row.value2(), Objects.requireNonNull(listed.get(row.value1()))));
      values.insert(sql);
    }
  }

  private void insertEvents(DSLContext sql, List<Job> jobs) {
    List<String> ids = jobs.stream().map(job -> job.id().uuid()).toList();
    sql.insertInto(JOB_EVENT, JOB_SEQ, AT_TIME, KIND, STATE, ATTEMPT)
        .select(
            DSL.select(
                    SEQ,
                    database.now(),
                    DSL.inline(JobEvent.Kind.POSTED.name()),
                    DSL.inline(JobState.QUEUED.name()),
                    DSL.inline(0))
                .from(JOB)
                .where(ID.in(ids))
                .orderBy(SEQ))
        .execute();
  }
}
