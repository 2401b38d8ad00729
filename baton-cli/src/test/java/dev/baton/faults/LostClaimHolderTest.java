// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.board.Admission;
import dev.baton.distributor.Distributor;
import dev.baton.distributor.DistributorOptions;
import dev.baton.distributor.DistributorPorts;
import dev.baton.filter.Filter;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobId;
import dev.baton.job.JobQuery;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import dev.baton.testkit.job.AdmitEverything;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests promise 1 when the database loses the claim holder of a job: the elected distributor must
 * find the job.
 */
final class LostClaimHolderTest {

  private static final String URL = "jdbc:h2:mem:lost-claimer;DB_CLOSE_DELAY=-1";
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Admission ALL = new AdmitEverything();

  private final Clock clock = Clock.system();

  @Test
  void job_whoseExecutorIsForgotten_isReturnedByTheDistributorWithoutAnotherJob()
      throws SQLException {
    try (JdbcBackend backend = JdbcBackend.open(JdbcBackend.Options.of(URL), clock)) {
      Catalogue catalogue = Catalogue.of(List.of(new BuiltinPlugin(backend.board(), clock)));
      JobService jobService = new JobService(backend.jobs(), catalogue, clock);
      JobId id = jobService.forCaller(Caller.internal()).post(JobSpec.of("dummy_test_action")).id();
      assertThat(backend.board().join("forgotten", LONG).claim(1, ALL)).hasSize(1);
      execute("DELETE FROM baton_session");
      assertThat(backend.board().postings(0, 10).getFirst().owner()).isEqualTo("forgotten");

      DistributorPorts ports =
          new DistributorPorts(
              backend.election(), backend.distributions(), backend.memberRegistry());
      try (Distributor distributor =
          Distributor.create(DistributorOptions.named("d"), ports, catalogue, jobService, clock)) {
        distributor.start();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> backend.board().postings(0, 10).getFirst().owner() == null);
      }
      assertThat(backend.board().join("heir", LONG).claim(1, ALL))
          .singleElement()
          .satisfies(claim -> assertThat(claim.job().id()).isEqualTo(id));
      JobQuery all = JobQuery.of(Filter.EVERYTHING, 10);
      assertThat(jobService.forCaller(Caller.internal()).search(all).count()).isEqualTo(1);
    } finally {
      execute("SHUTDOWN");
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
