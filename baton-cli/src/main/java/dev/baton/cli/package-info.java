// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The command line of Baton. This package may depend on every package. Start reading at: {@code
 * Main}.
 */
@NullMarked
package dev.baton.cli;

import org.jspecify.annotations.NullMarked;
