// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** What happened to an engine job. */
public sealed interface EngineEvent {

  /** Name of the engine job. */
  String name();

  /** It stands otherwise than before, or was made. */
  record Changed(EngineJob job) implements EngineEvent {
    @Override
    public String name() {
      return job.name();
    }
  }

  /** It does not exist any more. */
  record Gone(String name) implements EngineEvent {}
}
