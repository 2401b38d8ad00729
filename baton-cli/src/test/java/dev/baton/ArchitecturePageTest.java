// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the source files that docs/architecture.md and CONTRIBUTING.md cite exist. */
final class ArchitecturePageTest {

  private static final Path PROJECT = Path.of("..");
  private static final Pattern CITED = Pattern.compile("`(?<file>(?:\\w+/)*\\w+\\.java)`");

  @Test
  void citedFiles_exist() throws IOException {
    List<String> sources = sources();
    for (String page : List.of("docs/architecture.md", "CONTRIBUTING.md")) {
      List<String> cited =
          CITED
              .matcher(Files.readString(PROJECT.resolve(page)))
              .results()
              .map(MatchResult::group)
              .map(text -> text.replace("`", ""))
              .distinct()
              .toList();
      assertThat(cited).as(page).hasSizeGreaterThan(5);
      assertThat(cited)
          .as(page)
          .allMatch(
              file -> sources.stream().anyMatch(source -> source.endsWith("/" + file)), "exist");
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT, 12)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java") && file.contains("/src/"))
          .toList();
    }
  }
}
