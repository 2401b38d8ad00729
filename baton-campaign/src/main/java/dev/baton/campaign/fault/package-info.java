// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The faults that the campaign injects into an installation, and their order. */
@NullMarked
package dev.baton.campaign.fault;

import org.jspecify.annotations.NullMarked;
