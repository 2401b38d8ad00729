// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The actions, flows, capabilities and distributions that every Baton has. Depends on {@code
 * board}, {@code jobservice} and their dependencies. Start reading at: {@link
 * dev.baton.actions.BuiltinPlugin}.
 */
@NullMarked
package dev.baton.actions;

import org.jspecify.annotations.NullMarked;
