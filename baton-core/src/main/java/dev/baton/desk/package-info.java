// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The one place where jobs are posted, edited, cancelled, retried and removed: validation and
 * access control in front of the job store. Depends on {@code plugin} and what that depends on.
 * Entry type: {@link dev.baton.desk.JobDesk}.
 */
@NullMarked
package dev.baton.desk;

import org.jspecify.annotations.NullMarked;
