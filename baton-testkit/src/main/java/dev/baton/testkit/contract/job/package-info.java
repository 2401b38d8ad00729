// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contracts of {@link dev.baton.job.JobStore}, of the history and of the log of jobs. */
@NullMarked
package dev.baton.testkit.contract.job;

import org.jspecify.annotations.NullMarked;
