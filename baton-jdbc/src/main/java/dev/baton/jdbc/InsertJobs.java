// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.*;
import static dev.baton.jdbc.StatusTable.ACTIVE;
import static dev.baton.jdbc.StatusTable.BOARD_PRIORITY;
import static dev.baton.jdbc.StatusTable.JOB_SEQ;
import static dev.baton.jdbc.StatusTable.KIND_ID;
import static dev.baton.jdbc.StatusTable.OWNED_BY;
import static dev.baton.jdbc.StatusTable.SCHEDULED_BY;
import static dev.baton.jdbc.Tables.HELD_KEY;
import static dev.baton.jdbc.Tables.KEY_SCOPE;
import static dev.baton.jdbc.Tables.UNIQUE_KEYS;

import dev.baton.error.ConflictException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.job.PostResult;
import dev.baton.service.Batches;
import dev.baton.service.WriteBatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
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
  // A statement for more jobs costs as much for each job, and needs more memory.
  private static final int MOST_AT_ONCE = 1000;

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
      sql.select(KEY_SCOPE, HELD_KEY, ID)
          .from(UNIQUE_KEYS)
          .join(JOB)
          .on(SEQ.eq(JOB_SEQ))
          .where(HELD_KEY.in(keys))
          .and(KEY_SCOPE.in(scopes))
          .forEach(
              row -> holders.put(new Key(row.value1(), row.value2()), new JobId(row.value3())));
    }
    return holders;
  }

  private void insertJobs(DSLContext sql, List<Fresh> fresh) {
    List<Long> seqs =
        database.dialect() == Dialect.POSTGRES ? insertAtOnce(sql, fresh) : insertRows(sql, fresh);
    List<Map<Field<?>, @Nullable Object>> keys = new ArrayList<>();
    ListValues values = new ListValues();
    for (int i = 0; i < fresh.size(); i++) {
      Job job = fresh.get(i).job();
      uniqueKeyRow(seqs.get(i), job).ifPresent(keys::add);
      values.addAll(seqs.get(i), job);
    }
    new BulkInsert(UNIQUE_KEYS, keys).execute(sql);
    values.insert(sql);
  }

  private List<Long> insertAtOnce(DSLContext sql, List<Fresh> fresh) {
    List<Long> seqs = new ArrayList<>(fresh.size());
    for (List<Fresh> some : Batches.of(fresh, MOST_AT_ONCE)) {
      seqs.addAll(PostgresInsertJobs.run(sql, some.stream().map(this::posted).toList()));
    }
    return seqs;
  }

  private PostgresInsertJobs.PostedJob posted(Fresh fresh) {
    Job job = fresh.job();
    return new PostgresInsertJobs.PostedJob(
        job, fresh.posting(), acls.id(job.acl()), jobKinds.id(job.spec()));
  }

  private List<Long> insertRows(DSLContext sql, List<Fresh> fresh) {
    List<Map<Field<?>, @Nullable Object>> rows =
        fresh.stream().map(each -> row(each.job())).toList();
    List<Long> seqs = new BulkInsert(JOB, rows).executeReturning(sql, SEQ, ID);
    List<Map<Field<?>, @Nullable Object>> active = new ArrayList<>();
    JobEventRows events = new JobEventRows();
    for (long seq : seqs) {
      events.add(seq, JobEvent.Kind.POSTED, JobState.QUEUED, 0, null, null);
    }
    List<Long> numbers = events.insert(sql, database.now());
    for (int i = 0; i < fresh.size(); i++) {
      long seq = seqs.get(i);
      Job job = fresh.get(i).job();
      var row = activeRow(seq, job, jobKinds.id(job.spec()), fresh.get(i).posting());
      row.put(StatusTable.POSTED_EVENT, numbers.get(i));
      row.put(StatusTable.REVISION, 1L);
      active.add(row);
    }
    new BulkInsert(ACTIVE, active).execute(sql);
    return seqs;
  }

  private Map<Field<?>, @Nullable Object> row(Job job) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(ID, job.id().uuid());
    row.put(CREATED, job.created().toEpochMilli());
    row.put(CREATED_BY, job.createdBy());
    row.put(JobTable.ACL_ID, acls.id(job.acl()));
    row.putAll(JobRows.spec(job.spec()));
    row.putAll(JobRows.origin(job.origin()));
    return row;
  }

  /** Returns the row of a job in the table {@link StatusTable#ACTIVE}. */
  static Map<Field<?>, @Nullable Object> activeRow(
      long seq, Job job, long kindId, JdbcBoardPosition position) {
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(JOB_SEQ, seq);
    row.put(KIND_ID, kindId);
    row.put(BOARD_PRIORITY, job.spec().priority().value());
    position.putInto(row);
    row.put(OWNED_BY, StatusTable.ownedBy(job.origin().owner()));
    row.put(SCHEDULED_BY, job.origin().distribution());
    row.put(StatusTable.JOB_CREATED, job.created().toEpochMilli());
    row.putAll(JobRows.status(job));
    return row;
  }

  /** Returns the row that reserves the unique key of a job; empty if the job has none. */
  static Optional<Map<Field<?>, @Nullable Object>> uniqueKeyRow(long seq, Job job) {
    Key key = Key.of(job);
    if (key == null) {
      return Optional.empty();
    }
    Map<Field<?>, @Nullable Object> row = new LinkedHashMap<>();
    row.put(KEY_SCOPE, key.scope());
    row.put(HELD_KEY, key.key());
    row.put(JOB_SEQ, seq);
    return Optional.of(row);
  }
}
