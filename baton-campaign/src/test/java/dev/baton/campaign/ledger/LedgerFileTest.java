// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerFileTest {

  private static final LedgerEntry ENTRY =
      new LedgerEntry(LedgerEntry.Kind.STEP, 1, 2, 3, "job/1", 4, 5, "x", LedgerEntry.NO_ATOM);

  private static final int LINES = 20_000;

  @TempDir Path folder;

  @Test
  void entry_thatIsAppended_isReadAgain() throws IOException {
    LedgerFile.create(folder).append(ENTRY);
    LedgerFile.create(folder).append(ENTRY);
    assertThat(LedgerFile.readAll(folder)).containsExactly(ENTRY, ENTRY);
  }

  @Test
  void append_onAnInterruptedThread_keepsTheFileOpenAndTheInterrupt() throws IOException {
    LedgerFile file = LedgerFile.create(folder);
    Thread.currentThread().interrupt();
    file.append(ENTRY);
    assertThat(Thread.interrupted()).isTrue();
    file.append(ENTRY);
    assertThat(LedgerFile.readAll(folder)).hasSize(2);
  }

  @Test
  void append_whileTheThreadIsInterrupted_keepsTheFileOpen() throws Exception {
    LedgerFile file = LedgerFile.create(folder);
    CompletableFuture<Void> written = new CompletableFuture<>();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int line = 0; line < LINES; line++) {
                  file.append(ENTRY);
                }
                written.complete(null);
              } catch (IOException e) {
                written.completeExceptionally(e);
              }
            });
    while (writer.isAlive()) {
      writer.interrupt();
    }
    written.get();
    assertThat(LedgerFile.readAll(folder)).hasSize(LINES);
  }

  @Test
  void lastLine_whenTorn_isLeftOut() throws IOException {
    LedgerFile.create(folder).append(ENTRY);
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      Files.writeString(file, "STEP 17 18", StandardOpenOption.APPEND);
    }
    assertThat(LedgerFile.readAll(folder)).containsExactly(ENTRY);
  }
}
