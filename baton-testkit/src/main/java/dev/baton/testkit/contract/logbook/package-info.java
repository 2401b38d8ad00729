// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contract of {@link dev.baton.logbook.LogbookStore}. */
@NullMarked
package dev.baton.testkit.contract.logbook;

import org.jspecify.annotations.NullMarked;
