// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contracts of job boards and board sessions. */
@NullMarked
package dev.baton.testkit.contract.board;

import org.jspecify.annotations.NullMarked;
