// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The lines that effects write, and the files that hold them. Uses nothing but the JDK, because the
 * plugin's jar contains it.
 */
@NullMarked
package dev.baton.campaign.ledger;

import org.jspecify.annotations.NullMarked;
