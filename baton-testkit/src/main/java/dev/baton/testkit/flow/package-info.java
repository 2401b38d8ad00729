// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs flows that crash at each of their writes, and random flows, and compares their end states.
 * Start reading at: {@link dev.baton.testkit.flow.FlowTrial}.
 */
@NullMarked
package dev.baton.testkit.flow;

import org.jspecify.annotations.NullMarked;
