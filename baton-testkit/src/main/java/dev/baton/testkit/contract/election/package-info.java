// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contracts of {@link dev.baton.election.Election} and of the store of distributions. */
@NullMarked
package dev.baton.testkit.contract.election;

import org.jspecify.annotations.NullMarked;
