// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the planted defects find the code in Baton that they change. */
final class PlantedClassesTest {

  @ParameterizedTest
  @CsvSource({
    "LEASE, dev/baton/executor/ExecutorSession",
    "FENCING, dev/baton/jdbc/ClaimWriteBatch",
    "FENCING, dev/baton/jdbc/AppendLines",
    "FENCING, org/postgresql/jdbc/PgConnection",
    "FENCING, org/mariadb/jdbc/Connection",
    "FENCING, org/h2/jdbc/JdbcConnection",
    "WRITE, org/postgresql/jdbc/PgConnection",
    "WRITE, org/mariadb/jdbc/Connection",
    "WRITE, org/h2/jdbc/JdbcConnection",
  })
  void plant_inTheClassThatItConcerns_changesSomething(PlantedDefect plantedDefect, String name)
      throws IOException {
    assertThat(PlantedClasses.concerns(plantedDefect, name)).isTrue();
    assertThat(PlantedClasses.change(plantedDefect, name, bytes(name))).isNotNull();
  }

  @Test
  void plant_inAClassWithoutAnythingToChange_fails() throws IOException {
    byte[] other = bytes("dev/baton/service/Deadline");
    assertThatThrownBy(() -> PlantedClasses.change(PlantedDefect.LEASE, "x", other))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "update job set a = ? where job.token = ? and b,"
        + " update job set a = ? where (job.token = ? or 1 = 1) and b",
    "where job.token = cast(? as bigint)," + " where (job.token = cast(? as bigint) or 1 = 1)",
    "where job.seq = f.seq and job.token = found.token,"
        + " where job.seq = f.seq and (job.token = found.token or 1 = 1)",
    "where leadership.token = ?, where leadership.token = ?",
  })
  void statement_thatTestsTheTokenOfAJob_losesTheTest(String sql, String without) {
    assertThat(PlantedClasses.withoutFencing(sql)).isEqualTo(without);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        PlantedClassesTest.class.getClassLoader().getResourceAsStream(name + ".class")) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }
}
