// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.testkit.service.ServiceStress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the watch of the process engine's folder in any order. */
@Isolated("checks the threads of the JVM")
final class FolderWatchStressTest extends ServiceStress {

  @TempDir private Path folder;

  @Override
  protected int rounds() {
    return 20;
  }

  @Override
  protected Subject create() {
    AtomicInteger changes = new AtomicInteger();
    FolderWatch watch =
        new FolderWatch(folder, name -> changes.incrementAndGet(), ".over"::equals, () -> {});
    return new Subject(
        watch,
        () -> {
          follow(watch);
          change();
          await().pollInterval(Duration.ofMillis(5)).until(() -> changes.get() > 0);
        },
        () -> {
          follow(watch);
          assertNoThreads("process-events", "process-engine");
        });
  }

  private static void follow(FolderWatch watch) {
    try {
      watch.follow("job", new Semaphore(0)).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void change() {
    try {
      Files.writeString(folder.resolve("job.over"), "0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void folder_removed_isPolledFurther() throws IOException {
    Path removed = Files.createDirectory(folder.resolve("removed"));
    AtomicInteger polls = new AtomicInteger();
    try (FolderWatch watch =
        new FolderWatch(removed, name -> {}, name -> false, polls::incrementAndGet)) {
      watch.open();
      Files.delete(removed);
      int before = polls.get();
      await().until(() -> polls.get() > before + 1);
    }
    assertNoThreads("process-events", "process-engine");
    assertThat(removed).doesNotExist();
  }
}
