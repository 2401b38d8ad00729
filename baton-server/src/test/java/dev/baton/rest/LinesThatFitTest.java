// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinesThatFitTest {

  /** Each line takes 28 characters of the limit. */
  @ParameterizedTest
  @CsvSource({
    // The first, the last and a line in the middle of ten lines, with room for five.
    "10, 0, 150, 0, 5",
    "10, 9, 150, 5, 10",
    "10, 4, 150, 2, 7",
    // Near an end, the other side gets the room.
    "10, 1, 150, 0, 5",
    "10, 9, 1000, 0, 10",
    // The line itself always fits.
    "10, 4, 1, 4, 5",
    "0, -1, 150, 0, 0",
  })
  void lines_aroundAnAnchor_areThoseNearIt(int count, int anchor, int limit, int from, int to) {
    List<ObjectNode> lines =
        IntStream.range(0, count)
            .mapToObj(i -> JsonNodes.object().put("text", "0123456789"))
            .toList();
    LinesThatFit fitting = LinesThatFit.of(lines, anchor, new ResponseSizeLimit(limit));
    assertThat(fitting).isEqualTo(new LinesThatFit(from, to));
  }
}
