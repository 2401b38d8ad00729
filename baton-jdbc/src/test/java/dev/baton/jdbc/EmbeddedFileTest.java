// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examines copies of a database file. Each copy is what a kill after an answered write leaves. */
final class EmbeddedFileTest {

  private static final int ROWS = 200;
  private static final int WRITES = 60;

  @TempDir Path folder;

  private final Random random = new Random(1);
  private String url;

  @BeforeEach
  void nameDatabase() {
    url = "jdbc:h2:file:" + folder.resolve("baton");
  }

  private String text(int most) {
    return "x".repeat(random.nextInt(most));
  }

  /**
   * Writes in such a way that H2 reuses the space of earlier writes, and copies the file after each
   * write.
   */
  private List<Path> copiesAfterWrites() throws SQLException, IOException {
    List<Path> copies = new ArrayList<>();
    Durability durability = Durability.of(Dialect.H2, url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET RETENTION_TIME 0");
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT, text VARCHAR)");
      for (int row = 0; row < ROWS; row++) {
        statement.execute("INSERT INTO t VALUES (" + row + ", 0, '" + text(20_000) + "')");
      }
      connection.setAutoCommit(false);
      for (int write = 1; write <= WRITES; write++) {
        int row = 1 + random.nextInt(ROWS - 1);
        statement.execute("UPDATE t SET text = '" + text(30_000) + "' WHERE id = " + row);
        statement.execute("UPDATE t SET v = " + write + " WHERE id = 0");
        connection.commit();
        durability.afterCommit(connection);
        copies.add(copy(folder.resolve("baton.mv.db"), "copy-" + write));
      }
    }
    return copies;
  }

  private Path copy(Path file, String name) throws IOException {
    Path copy = folder.resolve(name + ".mv.db");
    return Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String urlOf(Path file) {
    return "jdbc:h2:file:" + file.toString().replace(".mv.db", "");
  }

  private static int lastWrite(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT v FROM t WHERE id = 0")) {
      found.next();
      return found.getInt(1);
    }
  }

  @Test
  void databaseThatWasNotClosed_isRecoveredToTheLastWriteThatWasAnswered() throws Exception {
    List<Path> copies = copiesAfterWrites();
    for (int write = 1; write <= WRITES; write++) {
      String copy = urlOf(copies.get(write - 1));
      try (EmbeddedFile file = EmbeddedFile.use(Dialect.H2, copy)) {
        assertThat(lastWrite(copy)).as("last write").isEqualTo(write);
      }
    }
  }

  @Test
  void databaseThatThisProcessHasOpen_isNotTouched() throws Exception {
    try (EmbeddedFile first = EmbeddedFile.use(Dialect.H2, url);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
      statement.execute("INSERT INTO t VALUES (0, 7)");
      try (EmbeddedFile second = EmbeddedFile.use(Dialect.H2, url)) {
        assertThat(lastWrite(url)).isEqualTo(7);
      }
      statement.execute("UPDATE t SET v = 8");
      assertThat(lastWrite(url)).isEqualTo(8);
    }
  }

  @Test
  void recoveryThatCannotWriteItsCopy_leavesTheFileAsItIs() throws Exception {
    Path file = copiesAfterWrites().getLast();
    byte[] before = Files.readAllBytes(file);
    // A folder at the place of the copy simulates a full disk: the copy cannot be created.
    Path inTheWay = file.resolveSibling(file.getFileName() + ".recovery");
    Files.createDirectories(inTheWay.resolve("folder"));

    assertThatThrownBy(() -> EmbeddedFile.use(Dialect.H2, urlOf(file)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("cannot be recovered now");

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    Files.delete(inTheWay.resolve("folder"));
    Files.delete(inTheWay);
    try (EmbeddedFile recovered = EmbeddedFile.use(Dialect.H2, urlOf(file))) {
      assertThat(lastWrite(urlOf(file))).isEqualTo(WRITES);
    }
    assertThat(inTheWay).doesNotExist();
  }

  @Test
  void fileThatIsNoDatabase_isLeftAsItIs() throws Exception {
    byte[] garbage = new byte[20_000];
    random.nextBytes(garbage);
    Path file = Files.write(folder.resolve("garbage.mv.db"), garbage);
    EmbeddedFile.use(Dialect.H2, urlOf(file)).close();
    assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
  }
}
