// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.LineSink;
import dev.baton.engine.OutputFiles;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows both output files of an engine job, or of one of its instances, to their end. A position
 * states how many bytes of each file were passed on as lines. Used by one thread.
 */
final class OutputTail {

  /**
   * The pause between two reads of a growing file, because a shared file system does not report
   * changes. The pause doubles while no output arrives.
   */
  private static final Backoff POLL_INTERVAL =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 2, 0);

  /**
   * The pause between two reads for an engine job that has not started, in case no notification
   * arrives.
   */
  private static final Duration BEFORE_START = Duration.ofSeconds(30);

  private final SlurmJobFolder files;
  private final Whose whose;
  private final OutputFiles output;

  /**
   * The engine job or the instance whose output is read.
   *
   * @param folder the folder of the engine job
   * @param uid the uid of the engine job
   * @param instance the instance, or null for the whole engine job
   */
  record Whose(SlurmJobFolder folder, String uid, @Nullable Integer instance) {
    private SlurmJobFolder files() {
      return instance == null ? folder : folder.instance(instance);
    }

    private int reserved() {
      return instance == null ? 0 : EngineInstances.prefix(instance).length();
    }
  }

  OutputTail(Whose whose, @Nullable String after, LineSink sink) {
    this.files = whose.files();
    this.whose = whose;
    this.output =
        new OutputFiles(
            whose.folder().name(),
            files.file("out"),
            files.file("err"),
            whose.reserved(),
            after,
            sink);
  }

  /**
   * Follows the output to its end.
   *
   * @param changed receives a permit when the engine job has changed
   * @param givenUp returns true when Slurm has not answered for so long that reading must stop
   */
  void follow(Semaphore changed, BooleanSupplier givenUp) throws IOException, InterruptedException {
    int idle = 1;
    boolean whole = false;
    while (!whole) {
      // Checked before the output is read, so that all output written before the end is read
      // afterwards.
      boolean over = Files.exists(files.over());
      boolean more = output.read();
      requireThere();
      whole = over && !more;
      if (!over && !more) {
        requireAnswer(givenUp);
        idle = awaitChange(changed, idle) ? 1 : idle + 1;
      } else {
        idle = 1;
      }
    }
    output.end();
  }

  private void requireAnswer(BooleanSupplier givenUp) {
    if (givenUp.getAsBoolean()) {
      throw new UnavailableException(
          "cannot read the rest of the output of engine job '"
              + whose.folder().name()
              + "': Slurm does not report whether the job has ended");
    }
  }

  private boolean awaitChange(Semaphore changed, int idle) throws InterruptedException {
    Duration longest = Files.exists(files.claim()) ? POLL_INTERVAL.after(idle) : BEFORE_START;
    boolean isChanged = changed.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    changed.drainPermits();
    return isChanged;
  }

  private void requireThere() throws IOException {
    if (whose.folder().read().filter(record -> record.uid().equals(whose.uid())).isEmpty()) {
      throw new NotFoundException("engine job '" + whose.folder().name() + "' was deleted");
    }
  }
}
