// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorPatternTest {

  @ParameterizedTest
  @CsvSource({
    "disk is full, disk is full",
    "timeout after 30 s, timeout after <n> s",
    "exit code -1, exit code -<n>",
    "took 1.5s at 10:20:30, took <n>s at <n>",
    "no job/3F1C2B9E-8d55-4a39-9a51-1f6f2b7d9e10, no job/<id>",
    "commit 9b1c2b9e8d55 is gone, commit <id> is gone",
    "node-7 of cafeteria, node-<n> of cafeteria",
    "at 0x00007f21, at <id>",
    "deadbeefcafe, deadbeefcafe",
    "read 9999999 bytes, read <n> bytes",
    "read 10000000 bytes, read <n> bytes",
    "at 0x12345678, at <id>",
  })
  void pattern_ofAnError_hasNoIdsAndNumbers(String error, String pattern) {
    assertThat(ErrorPattern.of(error).pattern()).isEqualTo(pattern);
  }

  @Test
  void pattern_ofManyLines_isTheFirst() {
    assertThat(ErrorPattern.of("\n  broken \n at a.B").pattern()).isEqualTo("broken");
    assertThat(ErrorPattern.of("broken\nat a.B").fingerprint())
        .isEqualTo(ErrorPattern.of("broken\nat c.D").fingerprint())
        .isNotEqualTo(ErrorPattern.of("brake").fingerprint());
  }

  @Test
  void pattern_ofAnError_canBeComparedInDoubleQuotes() {
    assertThat(ErrorPattern.of("no \"it's\" \\ here \\\\").pattern())
        .isEqualTo("no 'it's' \\ here");
    assertThat(ErrorPattern.of("bad path C:\\ \\ ").pattern()).isEqualTo("bad path C:");
    assertThat(ErrorPattern.of("\\")).isEqualTo(ErrorPattern.NONE);
  }

  @Test
  void pattern_ofAHugeError_isShort() {
    String huge = "😀".repeat(100_000);
    ErrorPattern pattern = ErrorPattern.of(huge);
    assertThat(pattern.pattern()).hasSizeLessThanOrEqualTo(ErrorPattern.MAX_LENGTH);
    assertThat(pattern.pattern().codePoints()).allMatch(each -> each == "😀".codePointAt(0));
  }

  @Test
  void pattern_ofAnErrorThatIsCutInACharacter_hasNoHalfCharacter() {
    String ids = "3F1C2B9E-8d55-4a39-9a51-1f6f2b7d9e10 ".repeat(16);
    String error = ids + "x".repeat(599 - ids.length()) + "😀😀";
    String pattern = ErrorPattern.of(error).pattern();
    assertThat(pattern).endsWith("x");
  }

  @Test
  void kind_ofAText_isNeverThatOfMissingTexts() {
    assertThat(ErrorPattern.of("other errors").fingerprint())
        .isNotEqualTo(ErrorPattern.OTHER.fingerprint());
    assertThat(ErrorPattern.of("none").fingerprint()).isNotEqualTo(ErrorPattern.NONE.fingerprint());
    assertThat(ErrorPattern.of(" ")).isEqualTo(ErrorPattern.NONE);
    assertThat(ErrorPattern.of(null)).isEqualTo(ErrorPattern.NONE);
    assertThat(ErrorPattern.kind("other")).isEqualTo(ErrorPattern.Kind.OTHER);
  }
}
