// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.DIGEST;
import static dev.baton.jdbc.Tables.LANES;
import static dev.baton.jdbc.Tables.LANE_ACTION;
import static dev.baton.jdbc.Tables.LANE_ID;
import static dev.baton.jdbc.Tables.LANE_REQUIRES;
import static dev.baton.jdbc.Tables.LANE_VERSION;

import dev.baton.board.Admission;
import dev.baton.job.JobSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lanes: jobs of the same action, version and required capabilities. Claims go lane by lane, so
 * that those that an executor does not accept cost it nothing, however many they are.
 */
final class Lanes {

  /** One lane. */
  record Lane(long id, Admission.Kind kind, boolean hasRequirements) {}

  private final Database database;
  private final Interned ids = new Interned();

  Lanes(Database database) {
    this.database = database;
  }

  /** Not to be called inside a transaction: it has its own. */
  long id(JobSpec spec) {
    String text = spec.version() + " " + spec.action() + "\n" + JsonText.texts(spec.requires());
    return ids.id(text, () -> rows(spec));
  }

  private Interned.Rows rows(JobSpec spec) {
    return new Interned.Rows() {
      @Override
      public @Nullable Long find(String digest) {
        return database.read(
            sql -> sql.select(LANE_ID).from(LANES).where(DIGEST.eq(digest)).fetchOne(LANE_ID));
      }

      @Override
      public long insert(String digest) {
        return database.write(sql ->
            Objects.requireNonNull(
                sql.insertInto(LANES)
                    .set(DIGEST, digest)
                    .set(LANE_ACTION, JsonText.clean(spec.action()))
                    .set(LANE_VERSION, spec.version())
                    .set(LANE_REQUIRES, JsonText.texts(spec.requires()))
                    .returningResult(LANE_ID)
                    .fetchOne(LANE_ID)));
      }
    };
  }
}
