// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Claims jobs and runs their actions. Depends on {@code board}, {@code logbook}, {@code member},
 * {@code plugin}, {@code flowrunner} and their dependencies. Start reading at: {@link
 * dev.baton.executor.Executor}.
 */
@NullMarked
package dev.baton.executor;

import org.jspecify.annotations.NullMarked;
