// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/**
 * A line of an engine job's output.
 *
 * @param stream {@code stdout} or {@code stderr}; {@code stdout} where an engine does not tell them
 *     apart
 * @param text without the line end
 * @param position where to go on after this line, opaque to all but the engine: printable ASCII
 *     without spaces, at most {@value #MAX_POSITION} characters
 */
public record EngineLine(String stream, String text, String position) {

  /** The longest position. */
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
