// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The history of a campaign, and the rules that decide whether it was allowed. This package is
 * pure: it uses no clock and no I/O.
 */
@NullMarked
package dev.baton.campaign.history;

import org.jspecify.annotations.NullMarked;
