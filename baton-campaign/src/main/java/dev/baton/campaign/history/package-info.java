// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What happened in a run, and the rules that decide whether it was allowed. Pure: no clock, no I/O.
 */
@NullMarked
package dev.baton.campaign.history;

import org.jspecify.annotations.NullMarked;
