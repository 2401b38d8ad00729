// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Starts and stops real servers for tests: databases, container engines, Kubernetes, Slurm. If the
 * program of a server is not installed, the test is skipped, or fails if {@code
 * BATON_REQUIRE_SERVERS} is 1.
 */
@NullMarked
package dev.baton.testkit.server;

import org.jspecify.annotations.NullMarked;
