// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("integration")
final class DatabaseServerTest {

  static Stream<Named<Supplier<TestServerProcess>>> servers() {
    return Stream.of(
        Named.of("PostgreSQL", PostgresServer::started),
        Named.of("MariaDB", MariaDbServer::started));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void server_stoppedKilledAndRestarted_answersOnTheSamePortAgain(
      Supplier<TestServerProcess> start) {
    try (TestServerProcess server = start.get()) {
      int port = server.port();
      server.run(server.probe());
      server.restart();
      server.run(server.probe());
      server.kill();
      assertThatThrownBy(() -> server.run(server.probe()))
          .isInstanceOf(IllegalStateException.class);
      server.start();
      server.run(server.probe());
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void close_whateverRan_leavesNoProcessAndNoFile(Supplier<TestServerProcess> start) {
    TestServerProcess server = start.get();
    List<ProcessHandle> children = ProcessTree.withCommandLine(server.folder.toString());
    server.close();
    server.close();
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(server.folder).doesNotExist();
    assertThatThrownBy(server::start).hasMessage("the server is closed");
  }

  @Test
  void newDatabase_calledTwice_namesTwoDatabases() {
    PostgresServer postgres = PostgresServer.shared();
    assertThat(postgres.newDatabase())
        .startsWith("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/baton_")
        .isNotEqualTo(postgres.newDatabase());
    MariaDbServer mariaDb = MariaDbServer.shared();
    assertThat(mariaDb.newDatabase())
        .startsWith("jdbc:mariadb://127.0.0.1:" + mariaDb.port() + "/baton_")
        .isNotEqualTo(mariaDb.newDatabase());
  }
}
