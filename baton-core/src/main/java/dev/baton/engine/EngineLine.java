// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/**
 * A line of the output of an engine job.
 *
 * @param stream {@code stdout} or {@code stderr}; {@code stdout} if the engine does not separate
 *     the streams
 * @param text the line without its line end
 * @param position the place at which a reader continues after this line. Only the engine can
 *     interpret it. Printable ASCII without spaces, at most {@value #MAX_POSITION} characters
 */
public record EngineLine(String stream, String text, String position) {

  /** The maximum length of a position. */
  public static final int MAX_POSITION = 120;

  public EngineLine {
    if (!stream.equals("stdout") && !stream.equals("stderr")) {
      throw new IllegalArgumentException("stream is '" + stream + "'; allowed: stdout, stderr");
    }
    if (position.isEmpty() || position.length() > MAX_POSITION || !isPlain(position)) {
      throw new IllegalArgumentException(
          "position is '"
              + position
              + "'; allowed: 1 to "
              + MAX_POSITION
              + " printable ASCII characters without spaces");
    }
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
