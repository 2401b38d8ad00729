// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in actions that post, change, monitor and delete many jobs. Depends on {@code
 * jobservice}, {@code plugin} and their dependencies, and on no other package of {@code actions}.
 * Start reading at: {@link dev.baton.actions.bulk.ChangeJobs}, {@link
 * dev.baton.actions.bulk.MonitorBulkJob}.
 */
@NullMarked
package dev.baton.actions.bulk;

import org.jspecify.annotations.NullMarked;
