// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

/**
 * Identifies the counts of one minute. The counts are separate for each access control list, so
 * that every caller can be shown the counts of those jobs that the caller may view.
 *
 * @param minute the minutes since 1970
 * @param <A> how the store identifies an access control list
 */
public record CountKey<A>(long minute, A access, String action) {}
