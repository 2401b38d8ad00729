// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

/**
 * The answer to one post.
 *
 * @param id the job that stands for the request
 * @param isNew false when a job with the same unique key was there already, which {@code id} names
 */
public record PostResult(JobId id, boolean isNew) {}
