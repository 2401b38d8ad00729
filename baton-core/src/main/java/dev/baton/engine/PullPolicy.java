// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** When an engine fetches an image. */
public enum PullPolicy {
  /** Before every start. */
  ALWAYS,
  /** If it is not there. */
  IF_MISSING,
  /** Never: one that is not there is missing. */
  NEVER
}
