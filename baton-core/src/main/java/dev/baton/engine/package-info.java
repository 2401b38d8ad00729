// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs programs as engine jobs of other systems: processes of this host, containers, Kubernetes
 * jobs, Slurm jobs. An engine has <em>engine jobs</em>, with a status and output. The action {@code
 * run_container} controls one engine job for a Baton job. The package may depend on {@code job},
 * {@code service} and {@code error}. Start reading at: {@link dev.baton.engine.Engine}, which a
 * plugin implements to add another orchestrator, and {@link dev.baton.engine.Engines}.
 */
@NullMarked
package dev.baton.engine;

import org.jspecify.annotations.NullMarked;
