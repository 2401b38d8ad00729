// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.DIGEST;
import static dev.baton.jdbc.Tables.JOB_KINDS;
import static dev.baton.jdbc.Tables.KIND_ACTION;
import static dev.baton.jdbc.Tables.KIND_ID;
import static dev.baton.jdbc.Tables.KIND_REQUIRES;
import static dev.baton.jdbc.Tables.KIND_VERSION;

import dev.baton.board.Admission;
import dev.baton.job.JobSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores job kinds: a kind is all jobs with the same action, version and required capabilities.
 * Claims search the board kind by kind, so that jobs which an executor does not accept cost it
 * nothing, however many they are.
 */
final class JobKinds {

  record JobKind(long id, Admission.ActionVersion kind, boolean hasRequirements) {}

  private final Database database;
  private final RowIdCache ids = new RowIdCache();

  JobKinds(Database database) {
    this.database = database;
  }

  /**
   * Returns the id of the kind and stores the kind if it is new. Must not be called inside a
   * transaction, because it opens its own.
   */
  long id(JobSpec spec) {
    String text = spec.version() + " " + spec.action() + "\n" + JsonText.texts(spec.requires());
    return ids.id(text, () -> rows(spec));
  }

  private RowIdCache.Rows rows(JobSpec spec) {
    return new RowIdCache.Rows() {
      @Override
      public @Nullable Long find(String digest) {
        return database.read(
            sql -> sql.select(KIND_ID).from(JOB_KINDS).where(DIGEST.eq(digest)).fetchOne(KIND_ID));
      }

      @Override
      public long insert(String digest) {
        return database.write(sql ->
            Objects.requireNonNull(
                sql.insertInto(JOB_KINDS)
                    .set(DIGEST, digest)
                    .set(KIND_ACTION, JsonText.clean(spec.action()))
                    .set(KIND_VERSION, spec.version())
                    .set(KIND_REQUIRES, JsonText.texts(spec.requires()))
                    .returningResult(KIND_ID)
                    .fetchOne(KIND_ID)));
      }
    };
  }
}
