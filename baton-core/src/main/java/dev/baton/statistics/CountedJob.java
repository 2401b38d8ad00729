// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.statistics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a job on which the counts depend.
 *
 * @param access the identity of the access control list of the job
 * @param due when the job could start at the earliest
 * @param <A> how the store identifies an access control list
 */
public record CountedJob<A>(A access, String action, Instant due, @Nullable Instant started) {}
