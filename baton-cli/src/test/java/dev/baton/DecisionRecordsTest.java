// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/adr/README.md lists each decision record as the record itself begins. */
final class DecisionRecordsTest {

  private static final Path RECORDS = Path.of("../docs/adr");
  private static final int MAX_LINES = 60;
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (?<number>\\d+) \\| \\[(?<title>.+?)\\]\\((?<file>.+?)\\) \\| .+ \\|"
              + " (?<date>\\d{4}-\\d\\d-\\d\\d) \\| accepted.* \\|$");

  @Test
  void rows_ofTheIndex_areThoseOfTheRecords() throws IOException {
    List<String> listed = new ArrayList<>();
    for (MatchResult row :
        ROW.matcher(Files.readString(RECORDS.resolve("README.md"))).results().toList()) {
      String file = row.group("file");
      listed.add(file);
      List<String> lines = Files.readAllLines(RECORDS.resolve(file));
      assertThat(file).startsWith("%04d-".formatted(Integer.parseInt(row.group("number"))));
      assertThat(lines.getFirst())
          .as(file)
          .isEqualTo("# " + row.group("number") + ". " + row.group("title"));
      assertThat(lines.get(2)).as(file).startsWith(row.group("date") + ". Accepted.");
      assertThat(lines.size()).as("lines of " + file).isLessThanOrEqualTo(MAX_LINES);
    }
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(records());
  }

  private static List<String> records() throws IOException {
    try (Stream<Path> files = Files.list(RECORDS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.equals("README.md"))
          .toList();
    }
  }
}
