// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a flow is made of: tasks, retries and the patterns that hold them. Definitions only: nothing
 * here runs, stores or waits. Depends on {@code job} and what that depends on. Entry types: {@link
 * dev.baton.flow.Flow}, {@link dev.baton.flow.Task}, {@link dev.baton.flow.Retry}, {@link
 * dev.baton.flow.Symbol}.
 */
@NullMarked
package dev.baton.flow;

import org.jspecify.annotations.NullMarked;
