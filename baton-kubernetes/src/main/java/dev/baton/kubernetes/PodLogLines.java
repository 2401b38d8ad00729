// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.engine.LineSplitter;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts the output of one pod into lines, starting after the line that the last reader read. A
 * node can only send the output from the beginning of a second, so the lines that were read before
 * are skipped. Not thread-safe.
 */
final class PodLogLines implements TimestampedOutput.Sink {

  /** The assumed maximum time by which the time stamps of the two streams are out of order. */
  private static final Duration DISORDER = Duration.ofSeconds(1);

  private static final int REMEMBERED = 100;
  private static final int MOST_HELD = 1 << 20;
  private static final byte[] LINE_END = {'\n'};

  private final String pod;
  private final String prefix;
  private final LineSink sink;
  // The position of the last line that was read, by this or an earlier reader.
  private @Nullable PodLogPosition lastPosition;
  private boolean skipping;
  // Whether the line that was read last was not found, probably because the node has removed it.
  private boolean removed;
  // Lines that arrived while the line that was read last has not been found, and whose time stamps
  // are later. If that line still arrives, the held lines were read before it and are dropped. If
  // it was removed, because a node keeps only the newest file of a log, the held lines were not
  // read and are passed on.
  private final List<HeldLine> held = new ArrayList<>();
  private int heldBytes;
  // How many lines had each of the last time stamps. The number distinguishes lines with the same
  // time stamp, which may come from both streams and be out of order.
  private final Map<Instant, Integer> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Instant, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };
  private Instant stamp = Instant.MIN;
  private int count;
  private long skip;
  private LineSplitter splitter;

  /**
   * @param prefix the text before each line
   */
  PodLogLines(String pod, @Nullable PodLogPosition at, String prefix, LineSink sink) {
    this.pod = pod;
    this.prefix = prefix;
    this.sink = sink;
    this.splitter = splitter(0);
    this.lastPosition = at;
    this.skipping = at != null;
  }

  @Nullable PodLogPosition lastPosition() {
    return lastPosition;
  }

  /**
   * Whether the output that was requested again has not yet reached the line that was read last, so
   * that its lines are repetitions.
   */
  boolean isSearching() {
    return skipping && held.isEmpty();
  }

  /**
   * Whether the line that was read last has been removed from the log. In that case later lines may
   * be missing too, because a node shows only the newest file of a log.
   */
  boolean isRemoved() {
    return removed;
  }

  @Override
  public void begin(Instant next) throws InterruptedException {
    count = counts.merge(next, 1, Integer::sum) - 1;
    stamp = next;
    skip = 0;
    PodLogPosition last = lastPosition;
    if (skipping && last != null) {
      if (last.stamp().equals(next) && last.count() == count) {
        skipping = false;
        held.clear();
        skip = last.offset();
      } else if (next.isAfter(last.stamp().plus(DISORDER)) || held.size() == REMEMBERED) {
        release();
      } else if (next.isAfter(last.stamp())) {
        held.add(new HeldLine(next, count, new ByteArrayOutputStream()));
      }
    }
    splitter = splitter(skip);
  }

  @Override
  public void content(byte[] bytes, int from, int length) throws InterruptedException {
    if (skipping) {
      holdBack(bytes, from, length);
      return;
    }
    int left = (int) Math.min(skip, length);
    skip -= left;
    splitter.add(bytes, from + left, length - left);
  }

  @Override
  public void end() throws InterruptedException {
    content(LINE_END, 0, 1);
  }

  @Override
  public void cut() throws InterruptedException {
    if (!skipping) {
      splitter.end();
    }
  }

  /**
   * Ends the input. If the line that was read last has not arrived, it no longer exists, and the
   * held lines are passed on.
   */
  void finish() throws InterruptedException {
    if (skipping) {
      release();
      splitter.end();
    }
  }

  private void holdBack(byte[] bytes, int from, int length) throws InterruptedException {
    if (held.isEmpty() || !held.getLast().isOf(stamp, count)) {
      return;
    }
    held.getLast().bytes().write(bytes, from, length);
    heldBytes += length;
    if (heldBytes > MOST_HELD) {
      release();
    }
  }

  /**
   * Passes on the held lines. The last held line may be the line whose bytes are arriving, so it is
   * not ended.
   */
  private void release() throws InterruptedException {
    skipping = false;
    removed = true;
    Instant stampNow = stamp;
    int countNow = count;
    for (HeldLine line : held) {
      splitter.end();
      stamp = line.stamp();
      count = line.count();
      splitter = splitter(0);
      splitter.add(line.bytes().toByteArray(), 0, line.bytes().size());
    }
    if (!held.isEmpty() && !held.getLast().isOf(stampNow, countNow)) {
      splitter.end();
    }
    held.clear();
    stamp = stampNow;
    count = countNow;
  }

  /** A line that was possibly read before. */
  private record HeldLine(Instant stamp, int count, ByteArrayOutputStream bytes) {
    boolean isOf(Instant otherStamp, int otherCount) {
      return stamp.equals(otherStamp) && count == otherCount;
    }
  }

  private LineSplitter splitter(long offset) {
    return new LineSplitter(
        offset,
        prefix.length(),
        (text, end) -> {
          PodLogPosition position = new PodLogPosition(pod, stamp, count, end);
          sink.line(new EngineLine("stdout", prefix + text, position.text()));
          lastPosition = position;
        });
  }
}
