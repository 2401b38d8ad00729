// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Programs as jobs in whatever runs them: processes of this host, containers, a cluster. An engine
 * has <em>engine jobs</em>, with a status and output; the action {@code run_container} drives one
 * for a Baton job. Depends on {@code job}, {@code service} and {@code error}. Entry types: {@link
 * dev.baton.engine.Engine}, which one implements to bring another orchestrator, and {@link
 * dev.baton.engine.Engines}.
 */
@NullMarked
package dev.baton.engine;

import org.jspecify.annotations.NullMarked;
