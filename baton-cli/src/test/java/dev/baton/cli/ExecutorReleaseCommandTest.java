// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutorReleaseCommandTest {

  @TempDir Path folder;

  private TestBaton.Result release(String... arguments) {
    return TestBaton.runIn(Map.of("HOME", folder.toString()), "", arguments);
  }

  @Test
  void release_withoutAFile_hasNothingToDo() {
    Path file = folder.resolve("session");
    TestBaton.Result result = release("executor", "release", "--session-file", file.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("No claims to release: there is no file '" + file + "'");
  }

  @Test
  void release_withoutTheSetting_isRefused() {
    TestBaton.Result result = release("executor", "release");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("session-file is not set");
  }

  @Test
  void release_ofASessionThatHasEnded_removesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("session"), "f".repeat(64) + " 8000 executor-1\n");
    try (TestBaton baton = new TestBaton(folder)) {
      TestBaton.Result result =
          baton.run(
              "executor",
              "release",
              "--data",
              baton.data().toString(),
              "--session-file",
              file.toString());
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).contains("the session of the executor has ended");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void release_ofATextThatIsNoReference_namesTheFormButNotTheText() throws IOException {
    Path file = Files.writeString(folder.resolve("session"), "a-secret\n");
    try (TestBaton baton = new TestBaton(folder)) {
      TestBaton.Result result =
          baton.run(
              "executor",
              "release",
              "--data",
              baton.data().toString(),
              "--session-file",
              file.toString());
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("the text with 8 characters").doesNotContain("a-secret");
    }
  }
}
