// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The faults that are injected into an installation, and the order in which they are. */
@NullMarked
package dev.baton.campaign.fault;

import org.jspecify.annotations.NullMarked;
