// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Defines flows: tasks, retry controllers, and the kinds of flows that contain them. The package
 * contains definitions only; it runs, stores and waits for nothing. It may depend on {@code job}
 * and the dependencies of {@code job}. Start reading at: {@link dev.baton.flow.Flow}, {@link
 * dev.baton.flow.Task}, {@link dev.baton.flow.Retry}, {@link dev.baton.flow.Symbol}.
 */
@NullMarked
package dev.baton.flow;

import org.jspecify.annotations.NullMarked;
