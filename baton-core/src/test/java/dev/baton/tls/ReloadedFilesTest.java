// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReloadedFilesTest {

  @TempDir Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean isReadable = new AtomicBoolean(true);

  private final Clock clock =
      new Clock() {
        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public long nanos() {
          return nanos.get();
        }
      };

  @Test
  void fileThatCouldNotBeRead_isTriedAgain_thoughItDidNotChange() throws IOException {
    Path file = Files.writeString(folder.resolve("file.pem"), "first");
    ReloadedFiles<String> files =
        new ReloadedFiles<>(List.of(new PemFile("tls-key", file)), () -> read(file), clock);
    assertThat(files.value()).isEqualTo("first");
    // Another length, because the time of a file may not change within a tick of the clock.
    Files.writeString(file, "the second");
    isReadable.set(false);
    assertThat(files.value()).isEqualTo("first");
    isReadable.set(true);
    assertThat(files.value()).as("within the pause").isEqualTo("first");
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(files.value()).isEqualTo("the second");
  }

  /** Fails with an exception that no reader declares, which must not reach a handshake either. */
  private String read(Path file) {
    if (!isReadable.get()) {
      throw new IllegalStateException("no rights");
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
