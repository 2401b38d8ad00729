// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

/**
 * A transition that the runner announced.
 *
 * @param kind "flow", "task" or "retry"
 */
record TracedTransition(String kind, String name, String from, String to) {}
