// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Claims jobs and runs their actions; tells who else does. Depends on {@code desk}, {@code board},
 * {@code plugin} and what those depend on. Entry type: {@link dev.baton.executor.Executor}.
 */
@NullMarked
package dev.baton.executor;

import org.jspecify.annotations.NullMarked;
