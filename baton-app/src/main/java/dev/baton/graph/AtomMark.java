// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.graph;

import dev.baton.logbook.AtomState;

/**
 * What a chart says of an atom that was, or could be, run.
 *
 * @param note a few words under its name, besides the state; may be empty
 */
public record AtomMark(AtomState state, String note) {}
