// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The lines that actions write for their effects, and the files that hold the lines. This package
 * uses only the JDK, because the plugin's jar contains it.
 */
@NullMarked
package dev.baton.campaign.ledger;

import org.jspecify.annotations.NullMarked;
