// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import java.time.Instant;

/**
 * The outcome of one scheduled time.
 *
 * @param count the number of jobs that were posted, or of things that upkeep changed
 * @param until the post covers the scheduled times up to this moment, if the misfire policy is to
 *     post once for several scheduled times. For posted jobs, it is the time at which the store
 *     created them: every leader that finds these jobs reads the same time, whatever its own clock
 *     says
 */
record ScheduledTimeOutcome(int count, Instant until) {}
