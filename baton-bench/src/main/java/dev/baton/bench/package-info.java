// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Measures the throughput, the latency and the cost of Baton, and compares them with other systems.
 */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
