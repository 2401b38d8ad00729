// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.jdbc.JdbcBackend;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the responses for a job that this release cannot read, and for the other jobs. */
final class UnreadableJobTest {

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final TestApi api =
      TestApi.over(clock -> JdbcBackend.open(JdbcBackend.Options.of(url), clock));
  private final TestClient admin = api.admin();
  private String good;
  private String bad;

  @BeforeEach
  void post() throws SQLException {
    good = post("good");
    bad = post("bad");
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE baton_active_job SET state = 'UNHEARD'"
                    + " WHERE job_seq = (SELECT seq FROM baton_job WHERE id = ?)")) {
      update.setString(1, bad.substring("job/".length()));
      assertThat(update.executeUpdate()).isOne();
    }
  }

  @AfterEach
  void close() {
    api.close();
  }

  private String post(String name) {
    return admin
        .post("/api/job", "{\"action\":\"noop\",\"name\":\"" + name + "\"}")
        .expect(201)
        .json()
        .path("resource-id")
        .textValue();
  }

  @Test
  void requestsForTheJob_sayThatItCannotBeRead() {
    String why = bad + " is stored in a form that this release cannot read";
    for (TestResponse answer :
        List.of(
            admin.get("/api/" + bad),
            admin.get("/api/" + bad + "/why"),
            admin.post("/api/" + bad + "/cancel", "{}"))) {
      answer.expectError(500, why);
      assertThat(answer.json().path("code").textValue()).isEqualTo("unreadable");
    }
  }

  @Test
  void requestsForOtherJobs_areAnswered() {
    admin.get("/api/" + good + "/why").expect(200);
    assertThat(admin.get("/api/job?last=1000").expect(200).json().path("resources"))
        .extracting(job -> job.path("id").textValue())
        .containsExactly(good);
    post("another");
  }

  @Test
  void delete_byAnAdministrator_removesIt() {
    admin.delete("/api/" + bad).expect(200);
    admin.get("/api/" + bad).expect(404);
  }

  @Test
  void bulkCancel_leavesItOut() {
    TestClient bulk = api.admin().with("bulk", "yes");
    bulk.patch("/api/job/bulk-cancel", "{\"filter\":\"action='noop'\"}").expect(200);
    assertThat(admin.get("/api/" + good).json().path("state").textValue()).isEqualTo("CANCELED");
  }
}
