// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.bench.embedded.FileTrace.Call;
import dev.baton.bench.embedded.FileTrace.Delete;
import dev.baton.bench.embedded.FileTrace.SyncBegin;
import dev.baton.bench.embedded.FileTrace.SyncEnd;
import dev.baton.bench.embedded.FileTrace.Truncate;
import dev.baton.bench.embedded.FileTrace.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which contents a file may have after a kill and after a loss of power. */
final class FileImageTest {

  private static final Path FILE = Path.of("/store/file");

  @TempDir Path folder;

  private static Write write(long at, String text) {
    return new Write(FILE, at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private Set<String> afterPowerLoss(Call... calls) throws IOException {
    FileImage image = new FileImage(folder.resolve("absent"));
    for (Call call : calls) {
      image.apply(call);
    }
    Set<String> contents = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      Path file = folder.resolve("lost");
      image.saveAfterPowerLoss(file, new SplittableRandom(seed));
      contents.add(Files.exists(file) ? Files.readString(file) : "absent");
    }
    return contents;
  }

  @Test
  void kill_leavesAllWrites() throws IOException {
    FileImage image = new FileImage(folder.resolve("absent"));
    List.of(write(0, "abcdef"), new Truncate(FILE, 4), write(1, "X"), write(6, "Z"))
        .forEach(image::apply);
    Path file = folder.resolve("killed");
    image.saveAfterKill(file);
    assertThat(Files.readString(file)).isEqualTo("aXcd\0\0Z");
    image.apply(new Delete(FILE));
    image.saveAfterKill(file);
    assertThat(file).doesNotExist();
  }

  @Test
  void powerLoss_leavesSynchronizedWritesAndAnyOfTheOthers() throws IOException {
    assertThat(
            afterPowerLoss(
                write(0, "ab"),
                new SyncBegin(FILE, "1"),
                new SyncEnd(FILE, "1"),
                write(0, "X"),
                write(1, "Y")))
        .containsExactlyInAnyOrder("ab", "Xb", "aY", "XY");
  }

  @Test
  void writeDuringASynchronization_isNotCoveredByIt() throws IOException {
    assertThat(
            afterPowerLoss(
                write(0, "a"), new SyncBegin(FILE, "1"), write(1, "b"), new SyncEnd(FILE, "1")))
        .containsExactlyInAnyOrder("a", "ab");
  }

  @Test
  void synchronizationsOfTwoThreads_eachCoverTheWritesBeforeTheirBeginning() throws IOException {
    assertThat(
            afterPowerLoss(
                write(0, "a"),
                new SyncBegin(FILE, "1"),
                write(1, "b"),
                new SyncBegin(FILE, "2"),
                write(2, "c"),
                new SyncEnd(FILE, "2"),
                new SyncEnd(FILE, "1")))
        .containsExactlyInAnyOrder("ab", "abc");
  }

  @Test
  void logOfStrace_isReadInItsOrder() throws IOException {
    Path log =
        Files.writeString(
            folder.resolve("log"),
            """
            11 pwrite64(7</store/file>, "\\x61\\x62", 2, 4096) = 2
            12 fdatasync(7</store/file> <unfinished ...>
            11 ftruncate(7</store/file>, 100 <unfinished ...>
            12 <... fdatasync resumed>) = 0
            11 <... ftruncate resumed>) = 0
            11 write(8</store/acknowledged>, "\\x31\\x0a", 2) = 2
            11 fsync(7</store/file>)             = 0
            11 unlink("\\x2f\\x73") = 0
            12 +++ exited with 0 +++
            """);
    List<Call> calls = FileTrace.read(log);
    assertThat(calls.get(0))
        .isInstanceOfSatisfying(
            Write.class,
            write -> {
              assertThat(write.file()).isEqualTo(FILE);
              assertThat(write.at()).isEqualTo(4096);
              assertThat(write.bytes()).asString().isEqualTo("ab");
            });
    assertThat(calls.subList(1, 4))
        .containsExactly(
            new SyncBegin(FILE, "12"), new Truncate(FILE, 100), new SyncEnd(FILE, "12"));
    assertThat(calls.get(4).file()).isEqualTo(Path.of("/store/acknowledged"));
    assertThat(calls.subList(5, 8))
        .containsExactly(
            new SyncBegin(FILE, "11"), new SyncEnd(FILE, "11"), new Delete(Path.of("/s")));
    assertThat(calls).hasSize(8);
  }
}
