// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Time for tests. Start reading at: {@link dev.baton.testkit.clock.ManualClock}, a clock that moves
 * only when the test moves it.
 */
@NullMarked
package dev.baton.testkit.clock;

import org.jspecify.annotations.NullMarked;
