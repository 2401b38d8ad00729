// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The client of the REST API: requests, login, event streams, and the waits of commands for jobs.
 * Depends on {@code config}, {@code console}, the core and the JSON library. Start reading at:
 * {@link dev.baton.client.ApiClient}, {@link dev.baton.client.JobWaiter}.
 */
@NullMarked
package dev.baton.client;

import org.jspecify.annotations.NullMarked;
