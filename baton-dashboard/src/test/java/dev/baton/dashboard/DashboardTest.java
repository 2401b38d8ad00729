// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class DashboardTest {

  private static final int LARGEST = 250_000;
  private static final Pattern ADDRESS = Pattern.compile("/assets/([a-z0-9.-]+)");
  private static final Pattern IMPORT = Pattern.compile("\\bfrom\\s*[\"']([./a-z0-9-]+)[\"']");

  private final Dashboard dashboard = Dashboard.load("");

  private static String text(DashboardFile file) {
    return new String(file.body(), StandardCharsets.UTF_8);
  }

  /** All assets that can be reached from the page. */
  private Set<String> reached() {
    Set<String> found = new HashSet<>();
    collect(text(dashboard.page()), found);
    return found;
  }

  private void collect(String text, Set<String> found) {
    ADDRESS
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(found::add)
        .toList()
        .forEach(name -> collect(text(dashboard.asset(name).orElseThrow()), found));
  }

  @Test
  void everyReference_leadsToAFileWithTheHashOfItsContent() {
    assertThat(reached())
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> {
          DashboardFile file = dashboard.asset(name).orElseThrow();
          assertThat(name).contains("." + file.hash() + ".");
          assertThat(file.hash()).isEqualTo(ContentHash.of(file.body()));
        });
  }

  @Test
  void everyImport_isAnAddressOfThisServer() {
    for (String name : reached()) {
      if (name.endsWith(".js")) {
        assertThat(IMPORT.matcher(text(dashboard.asset(name).orElseThrow())).results())
            .as(name)
            .allSatisfy(match -> assertThat(match.group(1)).startsWith(Dashboard.ASSETS));
      }
    }
  }

  @Test
  void page_hasNoInlineScriptAndNoStyle() {
    assertThat(text(dashboard.page()))
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("<style", "style=", "asset:", "http:", "https:")
        .doesNotContainPattern("\\son[a-z]+=");
  }

  @Test
  void everything_isSmall() {
    assertThat(dashboard.transferSize()).isLessThan(LARGEST);
  }

  @Test
  void compressedBytes_areTheSameFile() throws IOException {
    DashboardFile page = dashboard.page();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page.gzipped()))) {
      assertThat(in.readAllBytes()).isEqualTo(page.body());
    }
  }

  @Test
  void modules_insertNoTextAsMarkup() {
    for (String name : reached()) {
      if (name.matches("(app|lib|parts|pages)\\b.*\\.js")) {
        assertThat(text(dashboard.asset(name).orElseThrow()))
            .as(name)
            .doesNotContain("innerHTML", "dangerouslySetInnerHTML", "eval(", "document.write");
      }
    }
  }

  @Test
  void unknownAsset_isAbsent() {
    assertThat(dashboard.asset("app.0000000000000000.js")).isEmpty();
  }
}
