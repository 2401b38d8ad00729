// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.engine.LineSplitter;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows both output files of an engine job, or of one of its instances, to their end. A position
 * states how many bytes of each file were passed on as lines. Used by one thread.
 */
final class OutputTail {

  private static final Pattern POSITION = Pattern.compile("(\\d{1,18})\\+(\\d{1,18})");
  private static final int BUFFER = 1 << 16;

  /**
   * The pause between two reads of a growing file. It doubles, because a shared file system sends
   * no notifications.
   */
  private static final Duration FIRST_POLL = Duration.ofMillis(100);

  private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

  /**
   * The pause between two reads for an engine job that has not started, in case no notification
   * arrives.
   */
  private static final Duration BEFORE_START = Duration.ofSeconds(30);

  private final JobFolder files;
  private final Whose whose;
  private final Stream out;
  private final Stream err;

  /**
   * The owner of the output.
   *
   * @param folder the folder of the engine job
   * @param uid the uid of the engine job
   * @param instance the instance, or null for the whole engine job
   */
  record Whose(JobFolder folder, String uid, @Nullable Integer instance) {
    private JobFolder files() {
      return instance == null ? folder : folder.instance(instance);
    }

    private int reserved() {
      return instance == null ? 0 : EngineInstances.prefix(instance).length();
    }
  }

  /** One of the two output files. */
  private static final class Stream {
    private final Path file;
    private final LineSplitter splitter;
    private long ended;

    Stream(Path file, long offset, int reserved, LineSplitter.Sink sink) {
      this.file = file;
      this.ended = offset;
      this.splitter =
          new LineSplitter(
              offset,
              reserved,
              (text, end) -> {
                ended = end;
                sink.line(text, end);
              });
    }
  }

  OutputTail(Whose whose, @Nullable String after, LineSink sink) {
    this.files = whose.files();
    this.whose = whose;
    Matcher matcher = POSITION.matcher(after == null ? "0+0" : after);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "position '"
              + after
              + "' is not a position in the output of engine job '"
              + whose.folder().name()
              + "'");
    }
    this.out = stream("stdout", "out", Long.parseLong(matcher.group(1)), sink);
    this.err = stream("stderr", "err", Long.parseLong(matcher.group(2)), sink);
  }

  private Stream stream(String name, String file, long offset, LineSink sink) {
    return new Stream(
        files.file(file),
        offset,
        whose.reserved(),
        (text, end) -> sink.line(new EngineLine(name, text, position())));
  }

  private String position() {
    return out.ended + "+" + err.ended;
  }

  /**
   * Follows the output to its end.
   *
   * @param changed receives a permit when the engine job has changed
   * @param givenUp whether the end of the engine job cannot be determined
   */
  void follow(Semaphore changed, BooleanSupplier givenUp) throws IOException, InterruptedException {
    Duration pause = FIRST_POLL;
    while (true) {
      // Checked before the output is read, so that all output written before the end is read
      // afterwards.
      boolean over = Files.exists(files.over());
      boolean moreOut = read(out);
      boolean more = read(err) || moreOut;
      requireThere();
      if (over && !more) {
        out.splitter.end();
        err.splitter.end();
        return;
      }
      if (more) {
        pause = FIRST_POLL;
        continue;
      }
      if (givenUp.getAsBoolean()) {
        throw new UnavailableException(
            "cannot read the rest of the output of engine job '"
                + whose.folder().name()
                + "': Slurm does not report whether the job has ended");
      }
      Duration next = Files.exists(files.claim()) ? pause : BEFORE_START;
      if (changed.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS)) {
        changed.drainPermits();
        pause = FIRST_POLL;
      } else {
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0
                ? pause.multipliedBy(2)
                : LONGEST_POLL;
      }
    }
  }

  private void requireThere() throws IOException {
    if (whose.folder().read().filter(record -> record.uid().equals(whose.uid())).isEmpty()) {
      throw new NotFoundException("engine job '" + whose.folder().name() + "' was deleted");
    }
  }

  /** Reads the next output up to a limit. Returns false if there was none. */
  private static boolean read(Stream stream) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    // The file is opened each time, because only then network file systems show new output.
    try (SeekableByteChannel channel = Files.newByteChannel(stream.file)) {
      ByteBuffer buffer =
          ByteBuffer.allocate(Math.clamp(channel.size() - stream.splitter.offset(), 0, BUFFER));
      channel.position(stream.splitter.offset());
      if (!buffer.hasRemaining() || channel.read(buffer) <= 0) {
        return false;
      }
      stream.splitter.add(buffer.array(), 0, buffer.position());
      return true;
    } catch (NoSuchFileException e) {
      // The program has not started.
      return false;
    }
  }
}
