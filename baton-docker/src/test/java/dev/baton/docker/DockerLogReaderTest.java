// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.EngineLine;
import dev.baton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DockerLogReaderTest {

  private static final String ID = "0123456789abcdef";
  private static final long SECOND = 1_000_000_000L;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  /** Covers many frames with the same time, lines in several frames, and streams out of order. */
  @ParameterizedTest
  @MethodSource("seeds")
  void position_ofAnyLine_isWhereTheRestFollows(long seed) throws InterruptedException {
    List<LogFrame> pieces = pieces(new Random(seed));
    List<EngineLine> all = read(pieces, DockerLogPosition.start(ID));
    assertThat(all).hasSizeGreaterThan(20);
    for (int i = 0; i < all.size(); i++) {
      DockerLogPosition position = DockerLogPosition.parse(ID, all.get(i).position());
      assertThat(texts(read(asTheEngineSends(pieces, position), position)))
          .isEqualTo(texts(all.subList(i + 1, all.size())));
    }
  }

  @Test
  void position_ofALongOutput_doesNotReachFarBack() throws InterruptedException {
    List<LogFrame> pieces = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      pieces.add(piece(i % 3 == 0, 1000 * SECOND + i * SECOND / 10, i + "\n"));
    }
    List<EngineLine> all = read(pieces, DockerLogPosition.start(ID));
    DockerLogPosition last = DockerLogPosition.parse(ID, all.getLast().position());
    assertThat(all).hasSize(10_000);
    assertThat(2000 * SECOND - last.anchor()).isBetween(SECOND, 20 * SECOND);
    assertThat(last.out() + last.err()).isLessThan(1000);
  }

  @Test
  void position_ofAnotherContainer_isRefused() {
    assertThatThrownBy(() -> DockerLogPosition.parse("ffffffffffffffff", "0123456789ab.1.2.3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "position '0123456789ab.1.2.3' is not a position in the output of"
                + " container ffffffffffff");
    assertThatThrownBy(() -> DockerLogPosition.parse(ID, "0123456789ab.1.2"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> DockerLogPosition.parse(ID, "0123456789ab.zzzzzzzzzzzzz.1.2.3"))
        .isInstanceOf(InvalidInputException.class);
  }

  /**
   * Returns the frames that the engine sends for a position. It omits older frames, but sends some
   * more than needed.
   */
  private static List<LogFrame> asTheEngineSends(
      List<LogFrame> pieces, DockerLogPosition position) {
    long since = position.anchor() - DockerLogReader.DISORDER.toNanos();
    return pieces.stream().filter(piece -> piece.time() >= since).toList();
  }

  private static List<LogFrame> pieces(Random random) {
    List<LogFrame> pieces = new ArrayList<>();
    long time = 1000 * SECOND;
    boolean coarse = random.nextBoolean();
    for (int i = 0; i < 200; i++) {
      time += random.nextInt(3) * random.nextLong(SECOND);
      boolean error = random.nextInt(3) == 0;
      // A frame may be stored later than its time says. The frames of one stream keep their order.
      long late = error ? SECOND / 2 : 0;
      long stamp = coarse ? (time - late) / SECOND * SECOND : time - late;
      String end = random.nextInt(3) == 0 ? "" : random.nextInt(5) == 0 ? "\r\n" : "\n";
      pieces.add(piece(error, stamp, "text " + i + end));
    }
    return pieces;
  }

  private static LogFrame piece(boolean error, long time, String text) {
    return new LogFrame(error, time, ("T " + text).getBytes(StandardCharsets.UTF_8), 2);
  }

  private static List<EngineLine> read(List<LogFrame> pieces, DockerLogPosition from)
      throws InterruptedException {
    List<EngineLine> lines = new ArrayList<>();
    DockerLogReader reader = new DockerLogReader(from, lines::add);
    for (LogFrame piece : pieces) {
      reader.add(piece);
    }
    reader.end();
    return lines;
  }

  private static List<String> texts(List<EngineLine> lines) {
    return lines.stream().map(line -> line.stream() + " " + line.text()).toList();
  }
}
