// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What authors of backends and plugins test with: contract suites for every port, a clock that
 * stands still, real database servers, builders and assertions. Depends on the core, JUnit, AssertJ
 * and Awaitility. Entry types: {@link dev.baton.testkit.BackendFixture}, {@link
 * dev.baton.testkit.BackendContract}.
 */
@NullMarked
package dev.baton.testkit;

import org.jspecify.annotations.NullMarked;
