// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The contracts of executors on every backend: child jobs, interrupted runs, large messages, values
 * that cannot be stored.
 */
@NullMarked
package dev.baton.testkit.contract.executor;

import org.jspecify.annotations.NullMarked;
