// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

/**
 * Names the failures of one period, access control list and action. Each of these groups keeps a
 * bounded number of causes apart.
 *
 * @param period the first minute of the period, in minutes since 1970
 * @param <A> how the store identifies an access control list
 */
public record CauseGroup<A>(long period, A access, String action) {}
