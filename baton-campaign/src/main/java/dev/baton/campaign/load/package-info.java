// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The clients that post jobs, change them, and record the acknowledgements. */
@NullMarked
package dev.baton.campaign.load;

import org.jspecify.annotations.NullMarked;
