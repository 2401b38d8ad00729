// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.JobTable.ACL_ID;
import static dev.baton.jdbc.Tables.ACL;
import static dev.baton.jdbc.Tables.ACL_RIGHT;
import static dev.baton.jdbc.Tables.DIGEST;
import static dev.baton.jdbc.Tables.DOCUMENT;
import static dev.baton.jdbc.Tables.GRANTED;
import static dev.baton.jdbc.Tables.PRINCIPAL;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Acl;
import dev.baton.access.AclJson;
import dev.baton.access.Right;
import dev.baton.service.UnreadableRecords;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Stores access control lists. Equal lists are stored once and shared by many jobs. */
final class Acls {

  /**
   * The value of the column {@code granted} for principals that the access list names as owners. An
   * owner also gets a row with the plain name of each right, because owners have all rights.
   */
  static final String OWNERS = "owners";

  /**
   * The prefix of the column {@code granted} for principals to whom the access list gives a right
   * by name. Searches on {@code acl/<right>} use these rows, because they must not find owners.
   */
  static final String GIVEN = "+";

  private static final int MOST = 50_000;

  private final Database database;
  private final RowIdCache ids = new RowIdCache();
  // Saves the text of each list that is looked up.
  private final Map<Acl, Long> idsByAcl = new ConcurrentHashMap<>();
  private final Map<Long, Acl> known = new ConcurrentHashMap<>();
  private final UnreadableRecords unreadable =
      new UnreadableRecords("table of access control lists");

  Acls(Database database) {
    this.database = database;
  }

  /**
   * Returns the id of the list and stores the list if it is new. Must not be called inside a
   * transaction, because it opens its own.
   */
  long id(Acl acl) {
    Long stored = idsByAcl.get(acl);
    if (stored != null) {
      return stored;
    }
    String document = AclJson.write(acl).toString();
    long id = ids.id(document, () -> rows(acl, document));
    if (idsByAcl.size() >= MOST) {
      idsByAcl.clear();
    }
    idsByAcl.put(acl, id);
    return id;
  }

  private RowIdCache.Rows rows(Acl acl, String document) {
    return new RowIdCache.Rows() {
      @Override
      public @Nullable Long find(String digest) {
        return database.read(
            sql -> sql.select(ACL_ID).from(ACL).where(DIGEST.eq(digest)).fetchOne(ACL_ID));
      }

      @Override
      public long insert(String digest) {
        return database.write(sql -> insertAcl(sql, digest, acl, document));
      }
    };
  }

  private static long insertAcl(DSLContext sql, String digest, Acl acl, String document) {
    long id =
        Objects.requireNonNull(
            sql.insertInto(ACL)
                .set(DIGEST, digest)
                .set(DOCUMENT, document)
                .returningResult(ACL_ID)
                .fetchOne(ACL_ID));
    insertRows(sql, id, OWNERS, acl.owners());
    for (Right right : Right.values()) {
      Set<String> given = acl.grants().getOrDefault(right, Collections.emptySortedSet());
      insertRows(sql, id, GIVEN + right.apiName(), given);
      insertRows(sql, id, right.apiName(), acl.owners());
      insertRows(sql, id, right.apiName(), given);
    }
    return id;
  }

  private static void insertRows(
      DSLContext sql, long id, String granted, Collection<String> principals) {
    for (String principal : principals) {
      sql.insertInto(ACL_RIGHT)
          .set(ACL_ID, id)
          .set(GRANTED, granted)
          .set(PRINCIPAL, principal)
          .execute();
    }
  }

  /**
   * Loads lists by their ids. The returned function throws {@link IllegalStateException} for a list
   * that is missing or cannot be read.
   */
  Function<Long, Acl> of(DSLContext sql, Collection<Long> listIds) {
    Map<Long, Acl> found = new HashMap<>();
    Set<Long> missing = new HashSet<>();
    for (Long id : listIds) {
      Acl acl = known.get(id);
      if (acl == null) {
        missing.add(id);
      } else {
        found.put(id, acl);
      }
    }
    if (!missing.isEmpty()) {
      found.putAll(load(sql, missing));
    }
    return id -> {
      Acl acl = found.get(id);
      if (acl == null) {
        throw new IllegalStateException(
            "access control list " + id + " is missing or cannot be read");
      }
      return acl;
    };
  }

  private Map<Long, Acl> load(DSLContext sql, Collection<Long> missing) {
    if (known.size() >= MOST) {
      known.clear();
    }
    Map<Long, Acl> loaded = new HashMap<>();
    sql.select(ACL_ID, DOCUMENT)
        .from(ACL)
        .where(ACL_ID.in(missing))
        .forEach(row -> {
          try {
            JsonNode document = Objects.requireNonNull(JsonText.parse(row.value2()));
            loaded.put(row.value1(), AclJson.read(document));
            unreadable.readSucceeded(String.valueOf(row.value1()));
          } catch (RuntimeException e) {
            unreadable.failed(String.valueOf(row.value1()), e);
          }
        });
    known.putAll(loaded);
    return loaded;
  }

  /**
   * Matches the jobs on which one of the principals has the right. If the principals are null,
   * matches all jobs.
   */
  static Condition gives(Right right, @Nullable Set<String> principals) {
    if (principals == null) {
      return DSL.noCondition();
    }
    return ACL_ID.in(
        DSL.select(ACL_ID)
            .from(ACL_RIGHT)
            .where(PRINCIPAL.in(principals))
            .and(GRANTED.eq(right.apiName())));
  }
}
