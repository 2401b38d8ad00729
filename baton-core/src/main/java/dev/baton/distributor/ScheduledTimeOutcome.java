// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import java.time.Instant;

/**
 * The outcome of one scheduled time.
 *
 * @param count how many jobs were posted, or things changed by upkeep
 * @param until the run stands for the scheduled times up to this moment, if the misfire policy
 *     makes one run of several times. Of posted jobs, it is the moment of their creation in the
 *     store: the same for every leader that meets them, whatever its clock and its memory say
 */
record ScheduledTimeOutcome(int count, Instant until) {}
