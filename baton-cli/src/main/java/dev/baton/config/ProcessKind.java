// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

/** The kinds of processes that run until a signal stops them, one per command. */
public enum ProcessKind {
  /** {@code baton up}: server, executor and distributor in one process. */
  UP,
  SERVER,
  EXECUTOR,
  DISTRIBUTOR
}
