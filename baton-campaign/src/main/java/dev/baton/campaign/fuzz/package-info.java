// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** Requests with mutated contents for every route of a server, and the judgement of its answers. */
@NullMarked
package dev.baton.campaign.fuzz;

import org.jspecify.annotations.NullMarked;
