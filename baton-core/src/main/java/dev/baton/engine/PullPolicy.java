// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/** When an engine pulls an image. */
public enum PullPolicy {
  /** Before every start. */
  ALWAYS,
  /** If the image is not present. */
  IF_MISSING,
  /** Never. An image that is not present counts as missing. */
  NEVER
}
