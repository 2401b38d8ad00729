// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

/**
 * The result of one post.
 *
 * @param id the new job, or the existing job with the same unique key
 * @param isNew false if a job with the same unique key existed already
 */
public record PostResult(JobId id, boolean isNew) {}
