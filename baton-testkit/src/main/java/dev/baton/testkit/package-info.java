// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The test kit for authors of backends, engines and plugins. All types are in the subpackages:
 * contracts ({@code contract}), real servers ({@code server}), time ({@code clock}), builders
 * ({@code job}) and assertions ({@code assertion}). Depends on the core, JUnit, AssertJ and
 * Awaitility.
 */
package dev.baton.testkit;
