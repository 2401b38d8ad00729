// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Counts of jobs by minute and failures in groups, which dashboards show. Uses {@code job} and
 * {@code service}. {@link dev.baton.statistics.JobStatistics} is the port.
 */
@NullMarked
package dev.baton.statistics;

import org.jspecify.annotations.NullMarked;
