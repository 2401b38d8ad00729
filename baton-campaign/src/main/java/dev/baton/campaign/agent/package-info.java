// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Java agents that change Baton's processes while their classes are loaded: defects that show that
 * the campaign finds them, and a wall clock that can be moved.
 */
@NullMarked
package dev.baton.campaign.agent;

import org.jspecify.annotations.NullMarked;
