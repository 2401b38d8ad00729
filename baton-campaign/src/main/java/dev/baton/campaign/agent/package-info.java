// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Java agents that change Baton's processes while their classes are loaded. One agent plants
 * defects, to prove that the campaign finds them. The other agent makes the wall clock movable.
 */
@NullMarked
package dev.baton.campaign.agent;

import org.jspecify.annotations.NullMarked;
