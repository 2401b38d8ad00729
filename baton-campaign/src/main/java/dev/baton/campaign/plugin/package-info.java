// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The plugin whose actions and flows record their events. It is packed into a jar and uses only the
 * ledger and Baton's plugin API.
 */
@NullMarked
package dev.baton.campaign.plugin;

import org.jspecify.annotations.NullMarked;
