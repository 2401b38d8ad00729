// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contract of the counts of jobs. */
@NullMarked
package dev.baton.testkit.contract.statistics;

import org.jspecify.annotations.NullMarked;
