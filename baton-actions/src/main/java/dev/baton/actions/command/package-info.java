// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in actions that run a command or a web server as a process of this machine. Depends on
 * {@code plugin} and its dependencies, and on no other package of {@code actions}. Start reading
 * at: {@link dev.baton.actions.command.RunCommand}.
 */
@NullMarked
package dev.baton.actions.command;

import org.jspecify.annotations.NullMarked;
