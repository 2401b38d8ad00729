// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

/**
 * The kinds of long-running processes. Each kind has its own command and runs until SIGINT or
 * SIGTERM stops it.
 */
public enum ProcessKind {
  /** {@code baton up}: server, executor and distributor in one process. */
  UP,
  SERVER,
  EXECUTOR,
  DISTRIBUTOR
}
