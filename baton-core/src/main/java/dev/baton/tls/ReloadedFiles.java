// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is read from files, and read again when a file has changed. If the new files are
 * invalid, for example because only one of two has been replaced yet, the value stays, and the
 * files are tried again: a change of their access rights or of the time can make them valid. Each
 * use looks at the files, so no thread has to watch them. Thread-safe.
 */
final class ReloadedFiles<T> {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadedFiles.class);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

  private final List<Path> files;
  private final Supplier<T> reader;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Content<T> content; // written under the lock, read by any thread

  /**
   * The value, and the versions of the files from which it was read or could not be read.
   *
   * @param failure why the files could not be read; null if they were read
   */
  private record Content<T>(List<String> versions, T value, @Nullable FailedRead failure) {

    boolean isCurrent(List<String> present, Clock clock) {
      return versions.equals(present) && (failure == null || !failure.retry().isPast(clock));
    }
  }

  private record FailedRead(String reason, Deadline retry) {}

  /**
   * Reads the files.
   *
   * @throws InvalidInputException if the files are invalid
   */
  ReloadedFiles(List<PemFile> files, Supplier<T> reader) {
    this(files, reader, Clock.system());
  }

  ReloadedFiles(List<PemFile> files, Supplier<T> reader, Clock clock) {
    this.clock = clock;
    this.files = files.stream().map(PemFile::path).toList();
    this.reader = reader;
    // The versions are read first: a file that changes during the read has another version later.
    List<String> versions = versions();
    this.content = new Content<>(versions, reader.get(), null);
  }

  /** Returns the value of the present files, or the last valid value. */
  T value() {
    Content<T> known = content;
    if (known.isCurrent(versions(), clock) || !lock.tryLock()) {
      return known.value();
    }
    try {
      return reload();
    } finally {
      lock.unlock();
    }
  }

  private T reload() {
    List<String> versions = versions();
    if (content.isCurrent(versions, clock)) {
      return content.value();
    }
    try {
      content = new Content<>(versions, reader.get(), null);
      LOG.info("changed TLS files are in use: files={}", files);
    } catch (RuntimeException e) {
      // Also an unexpected exception must not break the connections that the former content serves.
      String reason = String.valueOf(e.getMessage());
      if (content.failure() == null || !reason.equals(content.failure().reason())) {
        LOG.warn(
            "changed TLS files are not used; the former content stays in use until they are valid:"
                + " files={} reason={}",
            files,
            reason);
      }
      Deadline retry = Deadline.after(clock.nanos(), PAUSE_AFTER_FAILURE);
      content = new Content<>(versions, content.value(), new FailedRead(reason, retry));
    }
    return content.value();
  }

  private List<String> versions() {
    return files.stream().map(ReloadedFiles::version).toList();
  }

  private static String version(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
    } catch (IOException e) {
      return "absent";
    }
  }
}
