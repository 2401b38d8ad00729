// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

/**
 * Identifies the failures of one action in one period and with one access control list. A store
 * keeps at most {@value CountEvents#MAX_CAUSES} causes of each.
 *
 * @param period the first minute of the period, in minutes since 1970
 * @param <A> how the store identifies an access control list
 */
public record CauseGroup<A>(long period, A access, String action) {}
