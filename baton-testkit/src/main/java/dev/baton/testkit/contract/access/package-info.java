// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contract of {@link dev.baton.access.AccountStore}. */
@NullMarked
package dev.baton.testkit.contract.access;

import org.jspecify.annotations.NullMarked;
