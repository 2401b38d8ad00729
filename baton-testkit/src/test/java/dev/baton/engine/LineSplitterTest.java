// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.JobLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests lines that are too long to be stored whole. */
final class LineSplitterTest {

  private record Line(String text, long end) {}

  private static final int MARK = JobLog.CONTINUES.length();

  @Test
  void line_ofTheGreatestLength_isWhole() throws Exception {
    String text = "x".repeat(JobLog.MAX_LINE_LENGTH);

    assertThat(cut(0, text + "\nnext\n"))
        .containsExactly(new Line(text, 16_385), new Line("next", 16_390));
    assertThat(cut(0, text)).containsExactly(new Line(text, 16_384));
  }

  @Test
  void parts_ofALongerLine_areMarked() throws Exception {
    assertThat(cut(0, "x".repeat(JobLog.MAX_LINE_LENGTH + 1) + "\n"))
        .containsExactly(
            new Line("x".repeat(JobLog.MAX_LINE_LENGTH - MARK) + JobLog.CONTINUES, 16_384 - MARK),
            new Line("x".repeat(MARK + 1), 16_386));
  }

  @Test
  void reader_thatStartsAfterAPart_cutsAsTheFirstOneDid() throws Exception {
    String text = "ü€😀z".repeat(8_000) + "\nend";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<Line> lines = cut(0, text);

    String joined = String.join("", lines.stream().map(Line::text).toList());
    assertThat(joined.replace(JobLog.CONTINUES, "")).isEqualTo(text.replace("\n", ""));
    for (int i = 0; i < lines.size(); i++) {
      int from = (int) lines.get(i).end();
      String rest =
          new String(Arrays.copyOfRange(bytes, from, bytes.length), StandardCharsets.UTF_8);
      assertThat(cut(from, rest)).isEqualTo(lines.subList(i + 1, lines.size()));
    }
  }

  private static List<Line> cut(long offset, String text) throws InterruptedException {
    List<Line> lines = new ArrayList<>();
    LineSplitter cutter = new LineSplitter(offset, (line, end) -> lines.add(new Line(line, end)));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    cutter.add(bytes, 0, bytes.length);
    cutter.end();
    return lines;
  }
}
