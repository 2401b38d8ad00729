// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineLine;
import dev.baton.plugin.RunReports;
import org.jspecify.annotations.Nullable;

/**
 * Copies the output of one engine job into the log of its job. A position is valid only for the
 * engine job with the same unique id. The output of another engine job with the same name, on any
 * host, is read from its start.
 */
final class CopyContainerOutput {

  private final RunReports reports;
  private final String source;
  private final ContainerSecrets containerSecrets;
  private final LastLines lastLines;
  // Used only by the thread of the action.
  private @Nullable String position;

  /**
   * @param uid the unique id of the engine job
   */
  CopyContainerOutput(
      RunReports reports,
      String name,
      String uid,
      ContainerSecrets containerSecrets,
      LastLines lastLines) {
    this.reports = reports;
    this.source = name + "." + uid;
    this.containerSecrets = containerSecrets;
    this.lastLines = lastLines;
    this.position = reports.loggedUpTo(source).orElse(null);
  }

  /** Copies the output after the last stored line, until the engine job is over. */
  void follow(Engine engine, String name) throws InterruptedException {
    engine.logs(name, position, this::take);
  }

  private void take(EngineLine line) throws InterruptedException {
    String text = containerSecrets.mask(line.text());
    reports.log(line.stream(), text, source, line.position());
    // The line was dropped because the log had no space for it. No later line may be stored, so
    // that the log has no gap.
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    position = line.position();
    lastLines.add(text);
  }
}
