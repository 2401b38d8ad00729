// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.LineSink;
import dev.baton.engine.OutputFiles;
import dev.baton.error.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads the output of an engine job until its end. For one thread. */
final class ProcessOutputTail {

  private static final int SECONDS = 10;

  private final ProcessFiles files;
  private final String uid;
  private final OutputFiles output;

  /**
   * @param after the position of the last line that was read before; null for the start
   */
  ProcessOutputTail(ProcessFiles files, String uid, @Nullable String after, LineSink sink) {
    this.files = files;
    this.uid = uid;
    this.output = new OutputFiles(files.name(), files.output(), files.errors(), 0, after, sink);
  }

  /**
   * Reads until the end of the engine job; returns false if it stopped earlier.
   *
   * @param changed gets a permit whenever there may be more output
   * @param closed returns true when reading must stop, because the engine is closed
   */
  boolean follow(Semaphore changed, BooleanSupplier closed)
      throws IOException, InterruptedException {
    while (!closed.getAsBoolean()) {
      changed.drainPermits();
      // The end is read before the output, so that output that was written before the end is always
      // read.
      boolean over = Files.exists(files.exit()) && !ProcessFiles.textOf(files.exit()).isBlank();
      boolean more = output.read();
      requireThere();
      if (over && !more) {
        output.end();
        return true;
      }
      if (!more) {
        boolean unused = changed.tryAcquire(SECONDS, TimeUnit.SECONDS);
      }
    }
    return false;
  }

  private void requireThere() throws IOException {
    if (!files.read().filter(record -> record.uid().equals(uid)).isPresent()) {
      throw new NotFoundException("engine job '" + files.name() + "' was deleted");
    }
  }
}
