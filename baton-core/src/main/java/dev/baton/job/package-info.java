// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The job: its request, its status, its states and the ports to its stores. Depends on {@code
 * service}, {@code error}, {@code access}, {@code filter} and the JSON library. Start reading at:
 * {@link dev.baton.job.Job}, {@link dev.baton.job.JobStore}.
 */
@NullMarked
package dev.baton.job;

import org.jspecify.annotations.NullMarked;
