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
 * Makes lines of the output of one pod, from the position where the last reader was. A node sends
 * output from a second on: what was read of it before is left out. Not thread-safe.
 */
final class PodLogLines implements TimestampedOutput.Sink {

  /** How far the stamps of two streams may be out of order. */
  private static final Duration DISORDER = Duration.ofSeconds(1);

  private static final int REMEMBERED = 100;
  private static final int MOST_HELD = 1 << 20;
  private static final byte[] LINE_END = {'\n'};

  private final String pod;
  private final String prefix;
  private final LineSink sink;
  // What was read last, here or before.
  private @Nullable PodLogPosition lastPosition;
  private boolean skipping;
  // Whether the line that was read last has probably been removed from the log.
  private boolean gone;
  // Lines that are after what was read last by their stamps alone: if that comes yet, they were
  // read before it; if it is gone, as a node keeps the newest file of a log, they were not.
  private final List<HeldLine> held = new ArrayList<>();
  private int heldBytes;
  // How many of the last lines have the same stamp: those of two streams may, out of order.
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
  private LineSplitter cutter;

  /**
   * @param prefix what goes before each line
   */
  PodLogLines(String pod, @Nullable PodLogPosition at, String prefix, LineSink sink) {
    this.pod = pod;
    this.prefix = prefix;
    this.sink = sink;
    this.cutter = cutter(0);
    this.lastPosition = at;
    this.skipping = at != null;
  }

  @Nullable PodLogPosition lastPosition() {
    return lastPosition;
  }

  /** Whether neither the line that was read last nor any later line has arrived yet. */
  boolean isSearching() {
    return skipping && held.isEmpty();
  }

  /**
   * Whether the line that was read last has been removed from the log, so that lines after it may
   * be missing: a node shows the newest file of a log only.
   */
  boolean isGone() {
    return gone;
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
    cutter = cutter(skip);
  }

  @Override
  public void content(byte[] bytes, int from, int length) throws InterruptedException {
    if (skipping) {
      hold(bytes, from, length);
      return;
    }
    int left = (int) Math.min(skip, length);
    skip -= left;
    cutter.add(bytes, from + left, length - left);
  }

  @Override
  public void end() throws InterruptedException {
    content(LINE_END, 0, 1);
  }

  @Override
  public void cut() throws InterruptedException {
    if (!skipping) {
      cutter.end();
    }
  }

  /** Nothing more comes: what was read last is not there any more. */
  void finish() throws InterruptedException {
    if (skipping) {
      release();
      cutter.end();
    }
  }

  private void hold(byte[] bytes, int from, int length) throws InterruptedException {
    if (held.isEmpty() || !held.getLast().isOf(stamp, count)) {
      return;
    }
    held.getLast().bytes().write(bytes, from, length);
    heldBytes += length;
    if (heldBytes > MOST_HELD) {
      release();
    }
  }

  /** Hands on what was held; the last of it may be the line that is being read. */
  private void release() throws InterruptedException {
    skipping = false;
    gone = true;
    Instant stampNow = stamp;
    int countNow = count;
    for (HeldLine line : held) {
      cutter.end();
      stamp = line.stamp();
      count = line.count();
      cutter = cutter(0);
      cutter.add(line.bytes().toByteArray(), 0, line.bytes().size());
    }
    if (!held.isEmpty() && !held.getLast().isOf(stampNow, countNow)) {
      cutter.end();
    }
    held.clear();
    stamp = stampNow;
    count = countNow;
  }

  /** A line of which it is not known yet whether it was read before. */
  private record HeldLine(Instant stamp, int count, ByteArrayOutputStream bytes) {
    boolean isOf(Instant otherStamp, int otherCount) {
      return stamp.equals(otherStamp) && count == otherCount;
    }
  }

  private LineSplitter cutter(long offset) {
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
