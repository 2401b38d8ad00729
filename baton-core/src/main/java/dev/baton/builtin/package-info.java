// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The actions and distributions that every Baton has. Depends on {@code desk}, {@code board} and
 * what those depend on. Entry type: {@link dev.baton.builtin.BuiltinPlugin}.
 */
@NullMarked
package dev.baton.builtin;

import org.jspecify.annotations.NullMarked;
