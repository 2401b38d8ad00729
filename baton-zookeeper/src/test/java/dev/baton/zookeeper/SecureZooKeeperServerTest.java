// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.backend.Backend;
import dev.baton.board.BoardSession;
import dev.baton.board.Claim;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests TLS and SASL with properties of ZooKeeper's client, which operators set in the same way.
 */
@Tag("integration")
final class SecureZooKeeperServerTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  // Names of login sections that no other client in this process uses.
  private static final String LOGIN = "SecureServerTest";
  private static final String WRONG_LOGIN = "SecureServerTestWrong";

  private static SecureZooKeeperServer server;
  private static Configuration before;

  @BeforeAll
  static void start() {
    server = new SecureZooKeeperServer();
    before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        new Configuration() {
          @Override
          public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
            return switch (name) {
              case LOGIN -> login(SecureZooKeeperServer.PASSWORD);
              case WRONG_LOGIN -> login("a wrong password");
              default -> null;
            };
          }
        });
  }

  private static AppConfigurationEntry[] login(String password) {
    return new AppConfigurationEntry[] {
      new AppConfigurationEntry(
          DigestLoginModule.class.getName(),
          LoginModuleControlFlag.REQUIRED,
          Map.of("username", SecureZooKeeperServer.USER, "password", password))
    };
  }

  @AfterAll
  static void stop() {
    Configuration.setConfiguration(before);
    server.close();
  }

  private static Backend open(Map<String, String> properties) {
    return ZooKeeperBackend.open(
        ZooKeeperFixture.newStore(),
        new ZooKeeperBackend.Options(server.hosts() + "/secure", 100, properties, false),
        Clock.system());
  }

  @Test
  void trustedServerAndKnownUser_jobsAndLeadershipGoThrough() {
    try (Backend backend = open(server.trusting(LOGIN))) {
      Job job = BoardTestJobs.post(backend);
      BoardSession session = backend.board().join("e", LEASE);
      Claim claim = session.claim(10, BoardTestJobs.everything()).getFirst();
      backend.jobs().write(BoardTestJobs.success(claim));
      session.consume(claim);
      assertThat(BoardTestJobs.state(backend, job.id())).isEqualTo(JobState.SUCCESS);
      assertThat(backend.election().contend(List.of("cleanup"), "a", LEASE)).hasSize(1);
    }
  }

  @Test
  void serverThatIsNotTrusted_isNotUsed() {
    assertThatThrownBy(() -> open(server.distrusting(LOGIN)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(server.hosts());
  }

  @Test
  void withoutTls_isRefused() {
    assertThatThrownBy(() -> open(Map.of("zookeeper.sasl.clientconfig", LOGIN)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(server.hosts());
  }

  @Test
  void wrongPassword_isRefused() {
    assertForbidden(server.trusting(WRONG_LOGIN));
  }

  @Test
  void withoutLogin_isRefused() {
    assertForbidden(server.trusting("no such section"));
  }

  private static void assertForbidden(Map<String, String> properties) {
    assertThatThrownBy(() -> open(properties))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("check its ACL and the credentials");
  }
}
