// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows a block of lines again and again. On a terminal, the block is rewritten in place; otherwise
 * it is printed each time its lines have changed. Used by one thread.
 */
public final class LiveScreen {

  private static final String ERASE_REST_OF_LINE = "\u001b[K";
  private static final String ERASE_BELOW = "\u001b[J";

  private final CommandContext commandContext;
  private final boolean inPlace;
  private List<String> shown = List.of();
  private boolean hasShown;

  /**
   * Creates a screen.
   *
   * @param inPlace whether to rewrite the block if the terminal is interactive; if false, each new
   *     block is printed below the previous one
   */
  public LiveScreen(CommandContext commandContext, boolean inPlace) {
    this.commandContext = commandContext;
    this.inPlace = inPlace && commandContext.terminal().isInteractive();
  }

  public void show(List<String> lines) {
    if (inPlace) {
      redraw(fitting(lines, commandContext.terminal().height() - 1));
    } else if (!hasShown || !shown.equals(lines)) {
      lines.forEach(commandContext.out()::println);
      shown = lines;
    }
    hasShown = true;
    commandContext.out().flush();
  }

  /**
   * Cuts the block to the height of the terminal, because lines that have scrolled off cannot be
   * rewritten.
   */
  private static List<String> fitting(List<String> lines, int height) {
    if (lines.size() <= height) {
      return lines;
    }
    List<String> fitting = new ArrayList<>(lines.subList(0, height - 1));
    fitting.add("… " + (lines.size() - height + 1) + " more lines: a higher window shows them");
    return fitting;
  }

  /** Overwrites line by line, because a screen that is erased first flickers. */
  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (!shown.isEmpty()) {
      text.append("\u001b[").append(shown.size()).append('A').append('\r');
    }
    lines.forEach(line -> text.append(line).append(ERASE_REST_OF_LINE).append('\n'));
    commandContext.out().print(text.append(ERASE_BELOW));
    shown = lines;
  }
}
