// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.CREATED;
import static dev.baton.jdbc.JobTable.EXPIRY;
import static dev.baton.jdbc.JobTable.NAME;
import static dev.baton.jdbc.JobTable.integer;
import static dev.baton.jdbc.JobTable.text;
import static dev.baton.jdbc.StatusTable.UPDATED;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.LoginClient;
import dev.baton.access.Session;
import dev.baton.access.User;
import dev.baton.error.ConflictException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores users, API keys and sessions. */
final class JdbcAccountStore implements AccountStore {

  private static final Field<String> ID = text("id");
  private static final Field<String> USER_ID = text("user_id");
  private static final Field<String> ACTIVE_CLAIM = text("active_claim");
  private static final Field<String> CLAIMS = text("claims");

  private static final Table<Record> ACCOUNT = DSL.table(DSL.name("baton_account"));
  private static final Field<String> PASSWORD_HASH = text("password_hash");
  private static final Field<Integer> ADMIN = integer("admin");
  private static final Field<Integer> ACTIVE = integer("active");

  private static final Table<Record> API_KEY = DSL.table(DSL.name("baton_api_key"));
  private static final Field<String> SECRET_HASH = text("secret_hash");

  private static final Table<Record> SESSION = DSL.table(DSL.name("baton_login_session"));
  private static final int MAX_DELETED = 1_000;
  private static final Field<String> TOKEN_HASH = text("token_hash");
  private static final Field<String> METHOD = text("method");
  private static final Field<String> IDENTIFIER = text("identifier");
  private static final Field<String> CREDENTIAL_ID = text("credential_id");
  private static final Field<String> CLIENT_ADDRESS = text("client_address");
  private static final Field<String> USER_AGENT = text("user_agent");

  private static final List<Field<?>> ACCOUNT_COLUMNS =
      List.of(ID, NAME, PASSWORD_HASH, ADMIN, ACTIVE, CREATED, UPDATED);
  private static final List<Field<?>> KEY_COLUMNS =
      List.of(ID, NAME, SECRET_HASH, USER_ID, ACTIVE_CLAIM, CLAIMS, CREATED, EXPIRY);
  private static final List<Field<?>> SESSION_COLUMNS =
      List.of(
          ID,
          TOKEN_HASH,
          METHOD,
          IDENTIFIER,
          CREDENTIAL_ID,
          USER_ID,
          ACTIVE_CLAIM,
          CLAIMS,
          CREATED,
          EXPIRY,
          CLIENT_ADDRESS,
          USER_AGENT);

  private final Database database;

  JdbcAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public void addUser(User user) {
    Map<Field<?>, @Nullable Object> row = values(user);
    row.put(ID, user.id());
    insert(ACCOUNT, row, "user '" + user.name() + "'");
  }

  private static Map<Field<?>, @Nullable Object> values(User user) {
    Map<Field<?>, @Nullable Object> values = new HashMap<>();
    values.put(NAME, user.name());
    values.put(PASSWORD_HASH, user.passwordHash());
    values.put(ADMIN, user.admin() ? 1 : 0);
    values.put(ACTIVE, user.active() ? 1 : 0);
    values.put(CREATED, user.created().toEpochMilli());
    values.put(UPDATED, user.updated().toEpochMilli());
    return values;
  }

  private void insert(Table<Record> table, Map<Field<?>, @Nullable Object> row, String what) {
    try {
      database.write(sql -> sql.insertInto(table).set(row).execute());
    } catch (SqlErrors.DuplicateException e) {
      throw new ConflictException(what + " exists already; choose another name", e);
    }
  }

  @Override
  public boolean updateUser(User present, User edited) {
    return update(present, edited, sql -> {});
  }

  @Override
  public boolean updateUserAndRevokeLogins(User present, User edited) {
    return update(present, edited, sql -> revokeLogins(sql, edited.id()));
  }

  private static void revokeLogins(DSLContext sql, String userId) {
    sql.deleteFrom(SESSION).where(USER_ID.eq(userId)).execute();
    sql.deleteFrom(API_KEY).where(USER_ID.eq(userId)).execute();
  }

  private boolean update(User present, User edited, Consumer<DSLContext> alongside) {
    Condition isPresent =
        ID.eq(edited.id())
            .and(PASSWORD_HASH.eq(present.passwordHash()))
            .and(ADMIN.eq(present.admin() ? 1 : 0))
            .and(ACTIVE.eq(present.active() ? 1 : 0));
    try {
      return change(sql -> {
        int updated = sql.update(ACCOUNT).set(values(edited)).where(isPresent).execute();
        if (updated > 0) {
          alongside.accept(sql);
        }
        return updated;
      });
    } catch (SqlErrors.DuplicateException e) {
      throw new ConflictException("user '" + edited.name() + "' exists already", e);
    }
  }

  private boolean change(Function<DSLContext, Integer> work) {
    return database.write(work) > 0;
  }

  @Override
  public boolean deleteUser(String id) {
    return change(sql -> {
      revokeLogins(sql, id);
      return sql.deleteFrom(ACCOUNT).where(ID.eq(id)).execute();
    });
  }

  @Override
  public List<User> users() {
    return database.read(sql ->
        sql.select(ACCOUNT_COLUMNS).from(ACCOUNT).orderBy(NAME).fetch(JdbcAccountStore::user));
  }

  @Override
  public Optional<User> user(String id) {
    return findUser(ID.eq(id));
  }

  @Override
  public Optional<User> userNamed(String name) {
    return findUser(NAME.eq(name));
  }

  private Optional<User> findUser(Condition condition) {
    return database.read(sql ->
        sql.select(ACCOUNT_COLUMNS)
            .from(ACCOUNT)
            .where(condition)
            .fetchOptional(JdbcAccountStore::user));
  }

  private static User user(Record row) {
    return new User(
        row.get(ID),
        row.get(NAME),
        row.get(PASSWORD_HASH),
        row.get(ADMIN) != 0,
        row.get(ACTIVE) != 0,
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(UPDATED)));
  }

  @Override
  public void addKey(ApiKey key) {
    Map<Field<?>, @Nullable Object> row = new HashMap<>();
    row.put(ID, key.id());
    row.put(NAME, JsonText.clean(key.name()));
    row.put(SECRET_HASH, key.secretHash());
    row.put(USER_ID, key.userId());
    row.put(ACTIVE_CLAIM, key.activeClaim());
    row.put(CLAIMS, JsonText.textsOrEmpty(key.claims()));
    row.put(CREATED, key.created().toEpochMilli());
    row.put(EXPIRY, JobRows.millis(key.expiry()));
    insert(API_KEY, row, "API key '" + key.id() + "'");
  }

  @Override
  public boolean deleteKey(String id) {
    return change(sql -> {
      sql.deleteFrom(SESSION).where(CREDENTIAL_ID.eq(id)).execute();
      return sql.deleteFrom(API_KEY).where(ID.eq(id)).execute();
    });
  }

  @Override
  public List<ApiKey> keys() {
    return findKeys(DSL.noCondition());
  }

  @Override
  public Optional<ApiKey> key(String id) {
    return findKeys(ID.eq(id)).stream().findFirst();
  }

  @Override
  public List<ApiKey> keysOf(String userId) {
    return findKeys(USER_ID.eq(userId));
  }

  private List<ApiKey> findKeys(Condition condition) {
    return database.read(sql ->
        sql.select(KEY_COLUMNS)
            .from(API_KEY)
            .where(condition)
            .orderBy(CREATED, ID)
            .fetch(JdbcAccountStore::key));
  }

  private static ApiKey key(Record row) {
    return new ApiKey(
        row.get(ID),
        row.get(NAME),
        row.get(SECRET_HASH),
        row.get(USER_ID),
        row.get(ACTIVE_CLAIM),
        new HashSet<>(JsonText.parseTexts(row.get(CLAIMS))),
        Instant.ofEpochMilli(row.get(CREATED)),
        JobRows.instant(row.get(EXPIRY)));
  }

  @Override
  public void addSession(Session session) {
    Map<Field<?>, @Nullable Object> row = new HashMap<>();
    row.put(ID, session.id());
    row.put(TOKEN_HASH, session.tokenHash());
    row.put(METHOD, session.method());
    row.put(IDENTIFIER, JsonText.clean(session.identifier()));
    row.put(CREDENTIAL_ID, session.credentialId());
    row.put(USER_ID, session.userId());
    row.put(ACTIVE_CLAIM, session.activeClaim());
    row.put(CLAIMS, JsonText.textsOrEmpty(session.claims()));
    row.put(CREATED, session.created().toEpochMilli());
    row.put(EXPIRY, session.expiry().toEpochMilli());
    row.put(CLIENT_ADDRESS, JsonText.clean(session.client().address()));
    row.put(USER_AGENT, JsonText.clean(session.client().userAgent()));
    insert(SESSION, row, "session '" + session.id() + "'");
  }

  @Override
  public Optional<Session> sessionByToken(String tokenHash) {
    return database.read(sql ->
        sql.select(SESSION_COLUMNS)
            .from(SESSION)
            .where(TOKEN_HASH.eq(tokenHash))
            .fetchOptional(JdbcAccountStore::session));
  }

  @Override
  public List<Session> sessionsValidAfter(Instant moment, int limit) {
    return database.read(sql ->
        sql.select(SESSION_COLUMNS)
            .from(SESSION)
            .where(EXPIRY.gt(moment.toEpochMilli()))
            .orderBy(CREATED.desc(), ID)
            .limit(limit)
            .fetch(JdbcAccountStore::session));
  }

  private static Session session(Record row) {
    return new Session(
        row.get(ID),
        row.get(TOKEN_HASH),
        row.get(METHOD),
        row.get(IDENTIFIER),
        row.get(CREDENTIAL_ID),
        row.get(USER_ID),
        row.get(ACTIVE_CLAIM),
        new HashSet<>(JsonText.parseTexts(row.get(CLAIMS))),
        Instant.ofEpochMilli(row.get(CREATED)),
        Objects.requireNonNull(JobRows.instant(row.get(EXPIRY))),
        new LoginClient(row.get(CLIENT_ADDRESS), row.get(USER_AGENT)));
  }

  @Override
  public boolean deleteSession(String id) {
    return change(sql -> sql.deleteFrom(SESSION).where(ID.eq(id)).execute());
  }

  @Override
  public int deleteSessionsBeyond(String userId, int newest) {
    // Two statements, because MariaDB cannot delete from a table that the same statement selects
    // from.
    List<String> beyond =
        database.read(sql ->
            sql.select(ID)
                .from(SESSION)
                .where(USER_ID.eq(userId))
                .orderBy(CREATED.desc(), ID)
                .limit(MAX_DELETED)
                .offset(newest)
                .fetch(ID));
    return beyond.isEmpty()
        ? 0
        : database.write(sql -> sql.deleteFrom(SESSION).where(ID.in(beyond)).execute());
  }

  @Override
  public int deleteSessionsExpiredBefore(Instant moment) {
    return database.write(
        sql -> sql.deleteFrom(SESSION).where(EXPIRY.lt(moment.toEpochMilli())).execute());
  }
}
