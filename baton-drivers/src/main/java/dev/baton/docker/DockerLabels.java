// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

/** Labels by which the engine finds again what a container does not say of itself. */
final class DockerLabels {

  /** How long it may run, as a duration of ISO 8601. */
  static final String TIMEOUT = "baton.dev/timeout";

  /** Cores that it needs: those asked for, or else the limit. */
  static final String CPUS = "baton.dev/cpus";

  /** Bytes of memory that it needs: those asked for, or else the limit. */
  static final String MEMORY = "baton.dev/memory";

  /** Why it cannot be started: it stands for one that could not, and never will be. */
  static final String CANNOT_START = "baton.dev/cannot-start";

  private DockerLabels() {}
}
