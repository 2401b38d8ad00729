// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.process;

import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.engine.LineSplitter;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads both output files of an engine job until its end. For one thread. */
final class ProcessOutputTail {

  private static final Pattern POSITION = Pattern.compile("(\\d{1,18})\\+(\\d{1,18})");
  private static final int BUFFER = 1 << 16;
  private static final int SECONDS = 10;

  private final ProcessFiles files;
  private final String uid;
  private final Stream out;
  private final Stream err;
  private final byte[] buffer = new byte[BUFFER];

  /** One of the two output files. */
  private static final class Stream {
    private final Path file;
    private final LineSplitter splitter;
    private long ended;

    Stream(Path file, long offset, LineSplitter.Sink sink) {
      this.file = file;
      this.ended = offset;
      this.splitter =
          new LineSplitter(
              offset,
              (text, end) -> {
                ended = end;
                sink.line(text, end);
              });
    }
  }

  /**
   * @param after the position of the last line; it contains, for each file, the number of bytes
   *     that were read as whole lines
   */
  ProcessOutputTail(ProcessFiles files, String uid, @Nullable String after, LineSink sink) {
    this.files = files;
    this.uid = uid;
    Matcher matcher = POSITION.matcher(after == null ? "0+0" : after);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "position '"
              + after
              + "' is not a position in the output of engine job '"
              + files.name()
              + "'; start without a position");
    }
    this.out =
        new Stream(
            files.output(),
            Long.parseLong(matcher.group(1)),
            (text, end) -> sink.line(new EngineLine("stdout", text, position())));
    this.err =
        new Stream(
            files.errors(),
            Long.parseLong(matcher.group(2)),
            (text, end) -> sink.line(new EngineLine("stderr", text, position())));
  }

  private String position() {
    return out.ended + "+" + err.ended;
  }

  /**
   * Reads until the end of the engine job; returns false if it stopped earlier.
   *
   * @param changed gets a permit whenever there may be more output
   * @param closed whether to stop
   */
  boolean follow(Semaphore changed, java.util.function.BooleanSupplier closed)
      throws IOException, InterruptedException {
    while (!closed.getAsBoolean()) {
      changed.drainPermits();
      // The end is read before the output, so that output that was written before the end is always
      // read.
      boolean over = Files.exists(files.exit()) && !ProcessFiles.textOf(files.exit()).isBlank();
      boolean moreOut = read(out);
      boolean more = read(err) || moreOut;
      requireThere();
      if (over && !more) {
        out.splitter.end();
        err.splitter.end();
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

  /** Reads one buffer of output; returns false if there was none. */
  private boolean read(Stream stream) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try (InputStream input = Files.newInputStream(stream.file)) {
      input.skipNBytes(stream.splitter.offset());
      int n = input.read(buffer);
      if (n <= 0) {
        return false;
      }
      stream.splitter.add(buffer, 0, n);
      return true;
    } catch (NoSuchFileException | java.io.EOFException e) {
      // The program has not started yet, or somebody has truncated the file.
      return false;
    }
  }
}
