// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Sends requests with mutated contents to every route of a server, and judges the answers. */
@NullMarked
package dev.baton.campaign.fuzz;

import org.jspecify.annotations.NullMarked;
