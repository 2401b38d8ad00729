// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The output of commands: streams and terminal, tables, styles, progress, printable text, times,
 * exit codes. Depends on {@code error}, {@code job}, {@code service} and the JSON library. Start
 * reading at: {@link dev.baton.console.CommandContext}, {@link dev.baton.console.TextTable}.
 */
@NullMarked
package dev.baton.console;

import org.jspecify.annotations.NullMarked;
