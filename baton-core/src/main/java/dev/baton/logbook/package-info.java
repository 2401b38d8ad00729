// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The stored progress of flows: one record for each flow, one for each atom, and the port that
 * stores them. Depends on {@code flow}, {@code job} and their dependencies. Start reading at:
 * {@link dev.baton.logbook.LogbookStore}.
 */
@NullMarked
package dev.baton.logbook;

import org.jspecify.annotations.NullMarked;
