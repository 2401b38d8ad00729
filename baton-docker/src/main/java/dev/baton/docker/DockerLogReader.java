// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.engine.LineSplitter;
import java.time.Duration;

/**
 * Converts frames of output, each with its time, into lines with positions.
 *
 * <p>A position counts the bytes of each stream since a time, the anchor. The anchor must move
 * forward, but the frames of the two streams do not always arrive in the order of their times.
 * Therefore the reader first chooses a candidate: a time after all frames read so far. The
 * candidate becomes the anchor when new frames are so much later that no frame from before the
 * candidate can still arrive.
 */
final class DockerLogReader {

  /** The assumed maximum time by which frames arrive out of order. */
  static final Duration DISORDER = Duration.ofSeconds(5);

  private final String container;
  private final LineSink sink;
  private final Stream out;
  private final Stream err;
  private long anchor;
  private long candidate;
  private long newest;

  DockerLogReader(DockerLogPosition from, LineSink sink) {
    this.container = from.container();
    this.anchor = from.anchor();
    this.sink = sink;
    this.out = new Stream("stdout", from.out());
    this.err = new Stream("stderr", from.err());
  }

  /** Returns the position after the last line that the sink took. */
  DockerLogPosition position() {
    return new DockerLogPosition(container, anchor, out.emitted - out.base, err.emitted - err.base);
  }

  /** Whether a frame that is read now contains output that was not read before. */
  boolean isNewOutput(LogFrame piece) {
    Stream stream = piece.isError() ? err : out;
    return stream.isReached(piece.time()) && stream.skip < piece.length();
  }

  /** Adds a frame and passes its complete lines to the sink. */
  void add(LogFrame piece) throws InterruptedException {
    long time = piece.time();
    Stream stream = piece.isError() ? err : out;
    if (!stream.isReached(time)) {
      return;
    }
    if (candidate > 0 && time >= candidate && stream.candidateBase < 0) {
      stream.candidateBase = stream.seen;
    }
    newest = Math.max(newest, time);
    stream.add(piece.bytes(), piece.from());
    moveAnchor();
  }

  /** Whether output after the start position was read. */
  boolean hasNewOutput() {
    return out.hasUnreadOutput() || err.hasUnreadOutput();
  }

  /** Passes the rest of the output as lines to the sink, because the container has ended. */
  void end() throws InterruptedException {
    out.splitter.end();
    err.splitter.end();
  }

  private void moveAnchor() {
    if (candidate == 0) {
      candidate = newest + 1;
      out.candidateBase = -1;
      err.candidateBase = -1;
    } else if (newest - candidate >= DISORDER.toNanos()
        && out.isEmittedBeyondCandidate()
        && err.isEmittedBeyondCandidate()) {
      anchor = candidate;
      candidate = 0;
      out.base = out.candidateStart();
      err.base = err.candidateStart();
    }
  }

  /**
   * One of the two streams. All counts are in bytes since the anchor with which the reader started.
   */
  private final class Stream {
    private final String name;
    private final LineSplitter splitter;
    private final long first;
    private long skip;
    private boolean reached;
    private long seen;
    private long emitted;
    private long base;
    private long candidateBase = -1;

    Stream(String name, long skip) {
      this.name = name;
      this.first = skip;
      this.skip = skip;
      this.emitted = skip;
      this.splitter = new LineSplitter(skip, this::line);
    }

    /**
     * Whether the count of this stream has begun. It begins with the first frame that is not older
     * than the anchor; after that, every frame counts, whatever its time is.
     */
    boolean isReached(long time) {
      reached = reached || time >= anchor;
      return reached;
    }

    void add(byte[] bytes, int from) throws InterruptedException {
      int length = bytes.length - from;
      int skipped = (int) Math.min(skip, length);
      skip -= skipped;
      seen += length;
      splitter.add(bytes, from + skipped, length - skipped);
    }

    boolean hasUnreadOutput() {
      return skip == 0 && seen > first;
    }

    /**
     * Returns the byte count of this stream at the candidate for the next anchor. If no frame after
     * the candidate was read, this is the present count.
     */
    long candidateStart() {
      return candidateBase < 0 ? seen : candidateBase;
    }

    boolean isEmittedBeyondCandidate() {
      return emitted >= candidateStart();
    }

    private void line(String text, long end) throws InterruptedException {
      long before = emitted;
      emitted = end;
      try {
        sink.line(new EngineLine(name, text, position().text()));
      } catch (RuntimeException | InterruptedException e) {
        emitted = before;
        throw e;
      }
    }
  }
}
