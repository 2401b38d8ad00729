// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * AssertJ assertions for jobs and flows. Start reading at: {@link
 * dev.baton.testkit.assertion.BatonAssertions}.
 */
@NullMarked
package dev.baton.testkit.assertion;

import org.jspecify.annotations.NullMarked;
