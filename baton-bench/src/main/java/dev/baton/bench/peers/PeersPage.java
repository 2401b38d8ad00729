// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The Markdown form of a run. If the file of the page has the two marks, only the text between them
 * is replaced; so a page such as {@code docs/measurements.md} keeps its other sections.
 */
final class PeersPage {

  static final String BEGIN = "<!-- ./bench peers: begin -->\n";
  static final String END = "<!-- ./bench peers: end -->\n";

  private PeersPage() {}

  /**
   * Writes the page.
   *
   * @throws IllegalArgumentException if the file has only one of the marks
   */
  static void write(Path file, PeersReport report) throws IOException {
    String old = Files.exists(file) ? Files.readString(file) : BEGIN + END;
    Files.writeString(file, replaced(file, old, text(report)));
  }

  private static String replaced(Path file, String old, String text) {
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "'"
              + file
              + "' exists without the lines '"
              + BEGIN.strip()
              + "' and '"
              + END.strip()
              + "'; add them where the tables belong, or name a new file");
    }
    return old.substring(0, begin + BEGIN.length()) + text + old.substring(end);
  }

  static String text(PeersReport report) {
    StringBuilder page = new StringBuilder();
    page.append(
        String.format(
            Locale.ROOT,
            """
            Made on %s by `%s`: %s; PostgreSQL %s (%s), a small commit takes %.2f ms; load %.1f before
            the run. All systems run alternately on one PostgreSQL server, each in processes of its own
            with a heap of %s. Rates count from the start of the first job until the end of the last
            job is durable. A job does nothing else.

            """,
            report.started(),
            report.command(),
            report.machine(),
            report.postgres(),
            PeersDatabase.SETTINGS,
            report.commitMillis(),
            report.loadBefore(),
            report.options().heap()));
    page.append(systems(report.options()).markdown()).append('\n');
    for (PeerTable table : new PeerTables(report).all()) {
      page.append("### ").append(heading(table.title())).append("\n\n");
      page.append(table.markdown()).append('\n');
    }
    page.append(gaps("Not measured", report.results().notMeasured()));
    page.append(gaps("Failed", report.results().failures()));
    return page.toString();
  }

  private static String heading(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private static PeerTable systems(PeersOptions options) {
    PeerTable table = new PeerTable("systems", List.of("system", "version", "settings"));
    for (PeerSystem peerSystem : options.systems()) {
      String version = peerSystem == PeerSystem.BARE ? "" : peerSystem.version();
      table.row(List.of(peerSystem.label(), version, peerSystem.settings()));
    }
    return table;
  }

  private static String gaps(String title, List<PeerResults.Gap> gaps) {
    return gaps.stream().map(gap -> title + ": " + gap + "\n\n").collect(Collectors.joining());
  }
}
