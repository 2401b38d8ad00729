// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.container;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.error.BatonException;
import dev.baton.flow.ContainerResult;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds the results of containers. */
final class ContainerResults {

  private ContainerResults() {}

  static ContainerResult of(
      String engine,
      String name,
      EngineStatus status,
      List<String> lastLines,
      ContainerSecrets containerSecrets) {
    return new ContainerResult(
        engine,
        name,
        status.reason() == null ? null : status.reason().text(),
        status.exitCode(),
        status.succeeded(),
        status.failed(),
        status.message() == null ? null : containerSecrets.mask(status.message()),
        text(status.started()),
        text(status.finished()),
        lastLines);
  }

  /** The result of a container that was refused before anything was created. */
  static ContainerResult notStarted(String engine, String name, BatonException refusal) {
    return new ContainerResult(
        engine,
        name,
        EngineReason.CANNOT_START.text(),
        null,
        0,
        0,
        refusal.getMessage(),
        null,
        null,
        List.of());
  }

  private static @Nullable String text(@Nullable Object moment) {
    return moment == null ? null : Objects.toString(moment);
  }
}
