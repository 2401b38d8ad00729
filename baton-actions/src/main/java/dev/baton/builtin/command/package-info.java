// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in actions that run a command or a web server as a process of this machine. Depends on
 * {@code plugin} and its dependencies, and on no other package of {@code builtin}. Start reading
 * at: {@link dev.baton.builtin.command.RunCommand}.
 */
@NullMarked
package dev.baton.builtin.command;

import org.jspecify.annotations.NullMarked;
