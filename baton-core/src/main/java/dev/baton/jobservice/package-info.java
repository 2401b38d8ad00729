// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Posts, edits, cancels, retries and deletes jobs: validation, quotas and access control in front
 * of the job store. Depends on {@code plugin} and its dependencies. Start reading at: {@link
 * dev.baton.jobservice.JobService}.
 */
@NullMarked
package dev.baton.jobservice;

import org.jspecify.annotations.NullMarked;
