// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two output files of an engine job as lines, while its program writes them. A position
 * states how many bytes of each file were passed on as lines. Not thread-safe.
 */
public final class OutputFiles {

  private static final Pattern POSITION = Pattern.compile("(\\d{1,18})\\+(\\d{1,18})");
  private static final int BUFFER = 1 << 16;

  private final OutputFile out;
  private final OutputFile err;

  /**
   * @param job the name of the engine job, for messages
   * @param reserved the number of characters to leave free in each line
   * @param after the position of the last line that was read before; null means the start
   * @throws InvalidInputException if {@code after} is not a position
   */
  public OutputFiles(
      String job, Path out, Path err, int reserved, @Nullable String after, LineSink sink) {
    Matcher matcher = POSITION.matcher(after == null ? "0+0" : after);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "position '"
              + after
              + "' is not a position in the output of engine job '"
              + job
              + "'; start without a position");
    }
    this.out = new OutputFile("stdout", out, Long.parseLong(matcher.group(1)), reserved, sink);
    this.err = new OutputFile("stderr", err, Long.parseLong(matcher.group(2)), reserved, sink);
  }

  /**
   * Reads a part of the output that was not read before. Returns false if the program has not
   * written any more.
   */
  public boolean read() throws IOException, InterruptedException {
    boolean more = out.read();
    return err.read() || more;
  }

  /** Passes the rest of both files as lines to the sink, because the program has ended. */
  public void end() throws InterruptedException {
    out.splitter.end();
    err.splitter.end();
  }

  private String position() {
    return out.ended + "+" + err.ended;
  }

  /** One of the two files. */
  private final class OutputFile {
    private final Path file;
    private final LineSplitter splitter;
    private long ended;

    OutputFile(String name, Path file, long offset, int reserved, LineSink sink) {
      this.file = file;
      this.ended = offset;
      this.splitter =
          new LineSplitter(
              offset,
              reserved,
              (text, end) -> {
                ended = end;
                sink.line(new EngineLine(name, text, position()));
              });
    }

    boolean read() throws IOException, InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      // The file is opened each time, because only then network file systems show new output.
      try (SeekableByteChannel channel = Files.newByteChannel(file)) {
        // If somebody has truncated the file, the difference is negative, and nothing is read.
        ByteBuffer buffer =
            ByteBuffer.allocate(Math.clamp(channel.size() - splitter.offset(), 0, BUFFER));
        channel.position(splitter.offset());
        if (!buffer.hasRemaining() || channel.read(buffer) <= 0) {
          return false;
        }
        splitter.add(buffer.array(), 0, buffer.position());
        return true;
      } catch (NoSuchFileException e) {
        // The program has not started.
        return false;
      }
    }
  }
}
