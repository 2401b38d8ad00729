// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Tests that try to break the promises of the design: they kill, freeze and stop real processes and
 * restart databases while jobs run.
 */
@NullMarked
package dev.baton.faults;

import org.jspecify.annotations.NullMarked;
