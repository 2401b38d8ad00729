// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Sets up a backend for a contract. The author of a backend implements {@link
 * dev.baton.testkit.backend.BackendFixture}.
 */
@NullMarked
package dev.baton.testkit.backend;

import org.jspecify.annotations.NullMarked;
