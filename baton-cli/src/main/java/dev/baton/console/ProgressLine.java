// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One terminal line that shows the progress of jobs; it prints nothing if the terminal is not
 * interactive.
 */
public final class ProgressLine {

  private final CommandContext commandContext;
  private final boolean isSilent;
  private @Nullable String lastNote;
  private boolean isShown;

  public ProgressLine(CommandContext commandContext, boolean quiet) {
    this.commandContext = commandContext;
    this.isSilent = quiet || !commandContext.terminal().isInteractive();
  }

  public void show(Collection<JsonNode> jobs, long done) {
    show(jobs.size() == 1 ? one(jobs.iterator().next()) : done + " of " + jobs.size() + " done");
  }

  public void show(String text) {
    if (isSilent) {
      return;
    }
    int width = commandContext.terminal().width() - 1;
    commandContext
        .err()
        .print("\r\u001b[K" + (text.length() > width ? text.substring(0, width) : text));
    commandContext.err().flush();
    isShown = true;
  }

  /**
   * Prints the note, but not twice in a row. Prints it also without an interactive terminal,
   * because it may explain a long wait.
   */
  public void note(String text) {
    if (!text.equals(lastNote)) {
      clear();
      commandContext.note(text);
      lastNote = text;
    }
  }

  public void clear() {
    if (isShown) {
      commandContext.err().print("\r\u001b[K");
      commandContext.err().flush();
      isShown = false;
    }
  }

  private static String one(JsonNode job) {
    String message = job.path("status-message").asText("").lines().findFirst().orElse("");
    return job.path("state").asText()
        + " "
        + job.path("progress").asInt()
        + " %"
        + (message.isEmpty() ? "" : "  " + message);
  }
}
