// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import dev.baton.console.CommandContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows the progress of the demo: one block that is rewritten on a terminal, plain lines elsewhere.
 */
final class DemoScreen {

  private static final int BAR = 40;

  private final CommandContext commandContext;
  private final long startNanos;
  private int height;
  private long shownTenth = -1;

  DemoScreen(CommandContext commandContext) {
    this.commandContext = commandContext;
    this.startNanos = commandContext.clock().nanos();
  }

  /** Prints a line above the progress block. The line stays on the screen. */
  void print(String text) {
    String line = String.format(Locale.ROOT, "%6.1f s  %s", elapsed().toMillis() / 1000.0, text);
    if (commandContext.terminal().isInteractive()) {
      erase();
      commandContext.out().println(line);
      commandContext.out().flush();
    } else {
      commandContext.out().println(line);
    }
  }

  /**
   * Shows the progress in the block.
   *
   * @param total the number of all jobs
   * @param states the number of jobs in each state
   * @param details further lines of the block
   */
  void progress(int total, Map<String, Long> states, List<String> details) {
    long done =
        states.getOrDefault("SUCCESS", 0L)
            + states.getOrDefault("FAILED", 0L)
            + states.getOrDefault("CANCELED", 0L);
    if (commandContext.terminal().isInteractive()) {
      List<String> block = new ArrayList<>();
      int filled = (int) (BAR * done / total);
      block.add(
          "          ["
              + "#".repeat(filled)
              + ".".repeat(BAR - filled)
              + "] "
              + done
              + "/"
              + total);
      block.add(
          "          waiting "
              + states.getOrDefault("QUEUED", 0L)
              + ", running "
              + states.getOrDefault("RUNNING", 0L)
              + ", failed "
              + states.getOrDefault("FAILED", 0L));
      details.forEach(line -> block.add("          " + line));
      redraw(block);
    } else if (done * 10 / total > shownTenth) {
      shownTenth = done * 10 / total;
      print(done + " of " + total + " done");
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(commandContext.clock().nanos() - startNanos);
  }

  private void redraw(List<String> block) {
    erase();
    int width = commandContext.terminal().width() - 1;
    for (String line : block) {
      commandContext.out().println(line.length() > width ? line.substring(0, width) : line);
    }
    height = block.size();
    commandContext.out().flush();
  }

  /** Removes the block. */
  void erase() {
    if (height > 0) {
      commandContext.out().print("\u001b[" + height + "A\u001b[J");
      height = 0;
    }
  }
}
