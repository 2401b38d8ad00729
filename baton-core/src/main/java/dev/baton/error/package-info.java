// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The single hierarchy of exceptions that crosses Baton's ports. Each type has a stable {@code
 * code()} that REST maps to a status and the command line maps to an exit code. Depends on nothing.
 */
@NullMarked
package dev.baton.error;

import org.jspecify.annotations.NullMarked;
