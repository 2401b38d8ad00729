// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that released migrations are never changed. A database that was created by a release has
 * executed them, so a change would reach only new databases.
 */
final class ReleasedMigrationsTest {

  private static final Path MIGRATIONS =
      Path.of("src", "main", "resources", "dev", "baton", "jdbc", "migration");
  private static final Path SUMS =
      Path.of("src", "test", "resources", "dev", "baton", "jdbc", "released", "migrations.sha256");

  private static Map<String, String> sums() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(SUMS)) {
      String[] sumAndFile = line.split(" +", 2);
      sums.put(sumAndFile[1], sumAndFile[0]);
    }
    return sums;
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(MIGRATIONS)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> MIGRATIONS.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static String sum(String file) throws IOException {
    String text =
        Files.readString(MIGRATIONS.resolve(file), StandardCharsets.UTF_8).replace("\r\n", "\n");
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void migrations_areThoseInTheListOfSums() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String file : files()) {
      found.put(file, sum(file));
    }
    assertThat(found)
        .as(
            "a migration differs from %s. If a release contains it, undo the change and write a new"
                + " migration with the next number. Otherwise run in %s: sha256sum */V*.sql",
            SUMS, MIGRATIONS)
        .isEqualTo(sums());
  }
}
