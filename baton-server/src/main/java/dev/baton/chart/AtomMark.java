// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.chart;

import dev.baton.logbook.AtomState;

/**
 * The state of an atom that a chart shows.
 *
 * @param note a few words beside the state under the name; may be empty
 */
public record AtomMark(AtomState state, String note) {}
