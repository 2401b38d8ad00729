// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

/** Whether a distribution posts while a job that it posted earlier is not final. */
public enum OverlapPolicy {
  ALLOW,
  SKIP
}
