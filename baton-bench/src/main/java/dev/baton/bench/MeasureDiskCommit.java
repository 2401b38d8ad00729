// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Measures how long the disk takes to make a small write durable. No commit can be faster. */
final class MeasureDiskCommit {

  private static final int WRITES = 200;
  private static final int BYTES = 8192;

  private MeasureDiskCommit() {}

  /** The median, in milliseconds. */
  static double millis() {
    try {
      Path file = Files.createTempFile("baton-bench", ".sync");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        double[] took = new double[WRITES];
        for (int i = 0; i < WRITES; i++) {
          long start = System.nanoTime();
          channel.write(ByteBuffer.allocate(BYTES), 0);
          channel.force(false);
          took[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(took);
        return took[WRITES / 2];
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
