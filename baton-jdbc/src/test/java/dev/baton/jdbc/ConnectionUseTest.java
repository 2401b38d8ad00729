// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.backend.ConnectionUse;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tests the numbers of connections that the metrics show. */
final class ConnectionUseTest {

  @Test
  void connectionUse_ofABusyDatabase_hasBusyConnectionsAndWaitingCalls() {
    JdbcBackend.Options options =
        new JdbcBackend.Options("jdbc:h2:mem:use", null, null, 1).withPoolSize(1);
    CountDownLatch end = new CountDownLatch(1);
    try (OpenDatabase.Opened opened = new OpenDatabase(options).run(3);
        Database database =
            new Database(
                opened.dialect(),
                opened.url(),
                opened.pool(),
                1,
                options.tables(),
                options.searchTimeout(),
                Clock.system())) {
      try {
        for (int i = 0; i < 3; i++) {
          Threads.virtual("caller", () -> database.read(sql -> awaitEnd(end))).start();
        }
        await()
            .untilAsserted(
                () -> assertThat(database.connectionUse()).isEqualTo(new ConnectionUse(3, 1, 2)));
      } finally {
        end.countDown();
      }
      await()
          .untilAsserted(
              () -> assertThat(database.connectionUse()).isEqualTo(new ConnectionUse(3, 0, 0)));
    }
  }

  private static boolean awaitEnd(CountDownLatch end) {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
