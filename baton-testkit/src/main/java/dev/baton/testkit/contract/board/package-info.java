// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contracts of job boards and of the sessions of executors at a board. */
@NullMarked
package dev.baton.testkit.contract.board;

import org.jspecify.annotations.NullMarked;
