// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Measurements: what Baton does per second, how soon, and at what cost, beside peers. */
@NullMarked
package dev.baton.bench;

import org.jspecify.annotations.NullMarked;
