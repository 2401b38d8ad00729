// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomState;

/**
 * The state and the note of an atom, which a chart shows besides its name.
 *
 * @param state shown as a colour and as text
 * @param note a few words after the state; may be empty
 */
public record AtomMark(AtomState state, String note) {}
