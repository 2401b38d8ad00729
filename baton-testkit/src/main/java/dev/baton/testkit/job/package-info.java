// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Builders and test doubles for jobs and their runs. Start reading at: {@link
 * dev.baton.testkit.job.JobBuilder}.
 */
@NullMarked
package dev.baton.testkit.job;

import org.jspecify.annotations.NullMarked;
