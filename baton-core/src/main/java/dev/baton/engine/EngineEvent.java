// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** A change of an engine job. */
public sealed interface EngineEvent {

  /** The name of the engine job. */
  String name();

  /** The engine job was created or has changed. */
  record Changed(EngineJob job) implements EngineEvent {
    @Override
    public String name() {
      return job.name();
    }
  }

  /** The engine job no longer exists. */
  record Gone(String name) implements EngineEvent {}
}
