// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Starts and stops real servers for tests: databases, container engines, Kubernetes, Slurm. A
 * server whose program is not installed makes a test skip, or fail if {@code BATON_REQUIRE_SERVERS}
 * is 1.
 */
@NullMarked
package dev.baton.testkit.server;

import org.jspecify.annotations.NullMarked;
