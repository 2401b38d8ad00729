// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.EngineLine;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests output in the form that a node sends, in parts of every size. */
final class TimestampedOutputTest {

  private static final String POD = "job-abcde";
  private static final String SECOND = "2026-11-22T10:00:01.";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 31, 100_000})
  void output_inPartsOfAnySize_becomesItsLines(int size) throws InterruptedException {
    String sent =
        at(1) + "one\n" + at(2) + "\n" + "failed to watch\n" + at(3) + "10:00 T-1 Z+2 3\n";
    assertThat(texts(read(sent, size, null))).containsExactly("one", "", "10:00 T-1 Z+2 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 100_000})
  void longLine_keptInParts_isOneLine(int size) throws InterruptedException {
    String first = "x".repeat(16_383) + "5";
    String sent = at(1) + first + at(2) + "rest\n" + at(3) + "next\n";
    assertThat(joined(read(sent, size, null))).isEqualTo(first + "restnext");
    assertThat(texts(read(sent, size, null)).getLast()).isEqualTo("next");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100_000})
  void lineWithoutEnd_beforeTheOtherStream_isALine(int size) throws InterruptedException {
    String sent = at(1) + "end1" + at(2) + "error 1\n" + at(3) + "error 2";
    assertThat(texts(read(sent, size, null))).containsExactly("end1", "error 1", "error 2");
  }

  @Test
  void time_thatAProgramWrites_staysInItsLine() throws InterruptedException {
    String line = "level=info " + at(1) + "started";
    assertThat(texts(read(at(2) + line + "\n", 3, null))).containsExactly(line);
  }

  @Test
  void position_ofAnyLine_isFollowedByTheSameLines() throws InterruptedException {
    String sent =
        at(1)
            + "a\r\n"
            + at(2)
            + "b\rc\n"
            + at(2)
            + "d\n"
            + at(2)
            + "d\n"
            + at(1)
            + "late\n"
            + at(9)
            + "z".repeat(20_000)
            + "\n"
            + at(9)
            + "e";
    List<EngineLine> lines = read(sent, 1000, null);
    assertThat(texts(lines)).startsWith("a", "b", "c", "d", "d", "late").endsWith("e");
    for (int i = 0; i < lines.size(); i++) {
      assertThat(read(sent, 777, lines.get(i).position()))
          .isEqualTo(lines.subList(i + 1, lines.size()));
    }
  }

  @Test
  void position_whoseLineIsGone_isFollowedByWhatIsThere() throws InterruptedException {
    String position = read(at(1) + "gone\n", 100, null).getFirst().position();
    String sent = "2026-11-22T10:00:05.000000000Z there\n";
    assertThat(texts(read(sent, 100, position))).containsExactly("there");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 100, 101, 250})
  void position_whoseFileWasRotatedAway_isFollowedByAllThatCameRightAfter(int count)
      throws InterruptedException {
    String position = read(at(1) + "the last of the old file\n", 100, null).getFirst().position();
    StringBuilder sent = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.append(at(2 + i / 2)).append("line ").append(i).append('\n');
      expected.add("line " + i);
    }
    sent.append(at(500)).append("without end");
    expected.add("without end");
    List<EngineLine> lines = read(sent.toString(), 777, position);
    assertThat(texts(lines)).containsExactlyElementsOf(expected);
    // From the position of each line, reading continues as if the lines had not been held.
    assertThat(read(sent.toString(), 99, lines.get(2).position()))
        .isEqualTo(lines.subList(3, lines.size()));
  }

  @Test
  void position_whoseFileWasRotatedAway_isFollowedByALineOfAnyLength() throws InterruptedException {
    String position = read(at(1) + "the last of the old file\n", 100, null).getFirst().position();
    String line = "x".repeat(3 << 20);
    assertThat(joined(read(at(2) + line + "\n", 50_000, position))).isEqualTo(line);
  }

  @Test
  void linesOfTheOtherStream_withLaterStamps_areNotReadTwice() throws InterruptedException {
    String sent = at(5) + "error\n" + at(4) + "out\n" + at(6) + "next\n";
    List<EngineLine> lines = read(sent, 100, null);
    assertThat(texts(read(sent, 100, lines.get(1).position()))).containsExactly("next");
    assertThat(texts(read(sent, 100, lines.get(0).position()))).containsExactly("out", "next");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void remark_ofTheNode_isKeptAsItIs(int size) throws InterruptedException {
    String why =
        "unable to retrieve container logs for containerd://0a1b2c3d4e5f60718293a4b5c6d7e8";
    assertThat(remark(why, size)).isEqualTo(why);
    assertThat(remark(at(1) + "one\n" + why + "\n", size)).isEqualTo(why);
    assertThat(remark(at(1) + "one\nfirst remark\nEOF", size)).isEqualTo("EOF");
    assertThat(remark("EOF\n", size)).isEqualTo("EOF");
    assertThat(remark("r ".repeat(5_000), size)).hasSizeLessThan(1_000);
    assertThat(remark(at(1) + "one\n" + at(2) + "two", size)).isEmpty();
    assertThat(remark("", size)).isEmpty();
  }

  private static String remark(String sent, int size) throws InterruptedException {
    TimestampedOutput output = new TimestampedOutput(new PodLogLines(POD, null, "", line -> {}));
    feed(output, sent, size);
    return output.remark();
  }

  @Test
  void position_thatIsNotThere_isToldAsGone() throws InterruptedException {
    PodLogPosition last = PodLogPosition.parse("job", "job-abcde/1795341601.000000001/0/5");
    PodLogLines nothing = new PodLogLines(POD, last, "", line -> {});
    assertThat(nothing.isSearching()).isTrue();
    assertThat(nothing.isRemoved()).isFalse();
    nothing.finish();
    assertThat(nothing.isRemoved()).isTrue();
    PodLogLines first = new PodLogLines(POD, null, "", line -> {});
    first.finish();
    assertThat(first.isRemoved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "7", "other-abcde/1.000000001/0/3", "job-abcde/1.1/0/3"})
  void position_ofSomethingElse_isRefused(String text) {
    assertThatThrownBy(() -> PodLogPosition.parse("job", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + text + "'");
  }

  /** Joins the lines, without the marks of those that were split. */
  private static String joined(List<EngineLine> lines) {
    return String.join("", texts(lines)).replace(JobLog.CONTINUES, "");
  }

  private static String at(int nanos) {
    return SECOND + "%09dZ ".formatted(nanos);
  }

  private static List<EngineLine> read(String sent, int size, @Nullable String after)
      throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    PodLogLines sink = new PodLogLines(POD, PodLogPosition.parse("job", after), "", lines::add);
    TimestampedOutput output = new TimestampedOutput(sink);
    feed(output, sent, size);
    output.end();
    sink.finish();
    return lines;
  }

  private static void feed(TimestampedOutput output, String sent, int size)
      throws InterruptedException {
    byte[] bytes = sent.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += size) {
      int length = Math.min(size, bytes.length - from);
      byte[] part = new byte[length];
      System.arraycopy(bytes, from, part, 0, length);
      output.add(part, length);
    }
  }

  private static List<String> texts(List<EngineLine> lines) {
    return lines.stream().map(EngineLine::text).toList();
  }
}
