// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the file of an embedded database contains the changes of a commit when the commit is
 * answered.
 */
final class DurabilityTest {

  private static final int COMMITS = 100;

  @TempDir Path folder;

  @Test
  void afterCommit_whileH2SavesInTheBackground_rowIsInTheFile() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("baton");
    Durability durability = Durability.of(Dialect.H2, url);
    int missing = 0;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE entry (word VARCHAR)");
      MVStore store = store(connection);
      for (int i = 0; i < COMMITS; i++) {
        String word = UUID.randomUUID().toString();
        insert(connection, word);
        // Starts to save without waiting, as H2's background writer and other sessions do.
        store.tryCommit();
        durability.afterCommit(connection);
        missing += isInFile(word) ? 0 : 1;
      }
    }
    assertThat(missing).as("rows missing of " + COMMITS).isZero();
  }

  private static MVStore store(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  private static void insert(Connection connection, String word) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO entry VALUES (?)")) {
      statement.setString(1, word);
      statement.execute();
    }
  }

  private boolean isInFile(String word) throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve("baton.mv.db"));
    return new String(file, StandardCharsets.ISO_8859_1).contains(word);
  }
}
