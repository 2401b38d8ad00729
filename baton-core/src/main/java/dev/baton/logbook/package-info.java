// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The stored progress of flows: one detail per flow, one per atom, and the port that keeps them.
 * Depends on {@code flow}, {@code job} and what these depend on. Entry type: {@link
 * dev.baton.logbook.LogbookStore}.
 */
@NullMarked
package dev.baton.logbook;

import org.jspecify.annotations.NullMarked;
