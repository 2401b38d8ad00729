// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.NAME;
import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.number;
import static dev.baton.jdbc.JobTable.text;
import static dev.baton.jdbc.Tables.DOCUMENT;
import static dev.baton.jdbc.Tables.KIND;

import dev.baton.job.Watch;
import dev.baton.member.ActionStore;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.UnreadableRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the live members, and the questions and answers of members. */
final class JdbcMemberRegistry implements MemberRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcMemberRegistry.class);

  private static final Table<Record> MEMBER = DSL.table(DSL.name("baton_member"));
  private static final Field<String> MEMBER_ID = text("member_id");
  private static final Field<Long> LAST_HEARTBEAT = number("seen");
  private static final Field<Integer> LOST = integer("lost");
  private static final Table<Record> QUESTION = DSL.table(DSL.name("baton_question"));
  private static final Field<String> QUESTION_ID = text("question_id");
  private static final Field<String> SUBJECT = text("subject");
  private static final Field<Long> POSTED = number("asked");
  private static final Field<Long> ANSWERED = number("answered");
  private static final Table<Record> ANSWER = DSL.table(DSL.name("baton_answer"));
  private static final Field<Integer> PART = integer("part");
  private static final Field<String> PIECE = text("piece");

  private static final Duration QUESTION_LIFETIME = Duration.ofMinutes(10);
  private static final Duration PROVIDE = Duration.ofMinutes(10);

  /** Servers list lost members for an hour. */
  private static final Duration REMOVED_AFTER = Duration.ofHours(2);

  private static final int MAX_ANSWER = 4 << 20;
  private static final int PIECE_LENGTH = 500_000;

  private final Database database;
  private final ChangeNotifier changeNotifier;
  private final ActionStore actions;
  private final UnreadableRecords unreadable = new UnreadableRecords("member registry");
  // By member: when this process last stored the actions of the member, by the monotonic clock.
  private final Map<String, Long> provided = new ConcurrentHashMap<>();

  JdbcMemberRegistry(Database database, ChangeNotifier changeNotifier, ActionStore actions) {
    this.database = database;
    this.changeNotifier = changeNotifier;
    this.actions = actions;
  }

  @Override
  public List<Question> heartbeat(Member member) {
    provideActions(member);
    String document = MemberJson.write(member);
    if (database.writeStatement(sql -> update(sql, member, document)) == 0) {
      add(member, document);
    }
    return questions(member.id());
  }

  private void provideActions(Member member) {
    long now = database.clock().nanos();
    Long last = provided.get(member.id());
    if (last == null || now - last > PROVIDE.toNanos()) {
      actions.provide(member.nameAndHost(), member.actions());
      provided.values().removeIf(at -> now - at > REMOVED_AFTER.toNanos());
      provided.put(member.id(), now);
    }
  }

  private int update(DSLContext sql, Member member, String document) {
    return sql.update(MEMBER)
        .set(LAST_HEARTBEAT, database.now())
        .set(LOST, 0)
        .set(DOCUMENT, document)
        .where(MEMBER_ID.eq(member.id()))
        .execute();
  }

  private void add(Member member, String document) {
    try {
      database.write(sql -> {
        sql.deleteFrom(MEMBER)
            .where(LAST_HEARTBEAT.lt(database.now().minus(REMOVED_AFTER.toMillis())))
            .execute();
        return sql.insertInto(MEMBER)
            .set(MEMBER_ID, member.id())
            .set(KIND, member.kind().name())
            .set(NAME, JsonText.clean(member.name()))
            .set(LAST_HEARTBEAT, database.now())
            .set(LOST, 0)
            .set(DOCUMENT, document)
            .execute();
      });
    } catch (SqlErrors.DuplicateException e) {
      // A concurrent heartbeat of the same member inserted the row.
      LOG.debug("member was already added by another heartbeat: member={}", member.id(), e);
    }
  }

  private List<Question> questions(String memberId) {
    return database.read(sql ->
        sql.select(QUESTION_ID, SUBJECT)
            .from(QUESTION)
            .where(MEMBER_ID.eq(memberId))
            .and(ANSWERED.isNull())
            .and(POSTED.gt(database.now().minus(QUESTION_LIFETIME.toMillis())))
            .orderBy(POSTED)
            .fetch(row -> new Question(row.value1(), row.value2())));
  }

  @Override
  public void leave(String memberId) {
    provided.remove(memberId);
    database.writeStatement(sql -> sql.deleteFrom(MEMBER).where(MEMBER_ID.eq(memberId)).execute());
  }

  @Override
  public void markLost(String memberId) {
    database.writeStatement(
        sql -> sql.update(MEMBER).set(LOST, 1).where(MEMBER_ID.eq(memberId)).execute());
  }

  @Override
  public List<Member> members(Duration seenWithin) {
    return database.read(sql ->
        sql
            .select(MEMBER_ID, LAST_HEARTBEAT, LOST, DOCUMENT)
            .from(MEMBER)
            .where(LAST_HEARTBEAT.ge(database.now().minus(seenWithin.toMillis())))
            .orderBy(KIND, NAME, MEMBER_ID)
            .fetch()
            .stream()
            .flatMap(row ->
                unreadable
                    .read(
                        row.value1(),
                        () -> MemberJson.read(row.value4(), row.value2(), row.value3() != 0))
                    .stream())
            .toList());
  }

  @Override
  public String postQuestion(String memberId, String subject) {
    String id = UUID.randomUUID().toString();
    database.write(sql -> {
      dropOld(sql);
      changeNotifier.announceInTransaction(sql, Set.of(ChangeNotifier.Kind.QUESTION));
      return sql.insertInto(QUESTION)
          .set(QUESTION_ID, id)
          .set(MEMBER_ID, memberId)
          .set(SUBJECT, subject)
          .set(POSTED, database.now())
          .execute();
    });
    changeNotifier.notifyWatchers(Set.of(ChangeNotifier.Kind.QUESTION));
    return id;
  }

  @Override
  public Optional<Watch> watch(Runnable onQuestion) {
    return changeNotifier.hearsOtherProcesses()
        ? Optional.of(changeNotifier.watch(ChangeNotifier.Kind.QUESTION, onQuestion))
        : Optional.empty();
  }

  private void dropOld(DSLContext sql) {
    sql.deleteFrom(QUESTION)
        .where(POSTED.le(database.now().minus(QUESTION_LIFETIME.toMillis())))
        .execute();
    sql.deleteFrom(ANSWER)
        .where(QUESTION_ID.notIn(DSL.select(QUESTION_ID).from(QUESTION)))
        .execute();
  }

  @Override
  public void answer(String questionId, String text) {
    String bounded =
        String.valueOf(JsonText.clean(text.substring(0, Math.min(text.length(), MAX_ANSWER))));
    database.write(sql -> answer(sql, questionId, bounded));
  }

  private int answer(DSLContext sql, String questionId, String text) {
    int open =
        sql.update(QUESTION)
            .set(ANSWERED, database.now())
            .where(QUESTION_ID.eq(questionId))
            .and(ANSWERED.isNull())
            .execute();
    for (int part = 0; open > 0 && part * PIECE_LENGTH <= text.length(); part++) {
      int from = part * PIECE_LENGTH;
      sql.insertInto(ANSWER)
          .set(QUESTION_ID, questionId)
          .set(PART, part)
          .set(PIECE, text.substring(from, Math.min(text.length(), from + PIECE_LENGTH)))
          .execute();
    }
    return open;
  }

  @Override
  public Optional<String> answerTo(String questionId) {
    List<String> pieces =
        database.read(sql ->
            sql.select(PIECE)
                .from(ANSWER)
                .where(QUESTION_ID.eq(questionId))
                .orderBy(PART)
                .fetch(PIECE));
    return pieces.isEmpty() ? Optional.empty() : Optional.of(String.join("", pieces));
  }
}
