// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The compiled form of a flow: its atoms, their order, and the symbols that they exchange. The
 * package may depend on {@code flow} and the dependencies of {@code flow}; it does not execute
 * anything. Start reading at: {@link dev.baton.flowrunner.plan.FlowPlan}.
 */
@NullMarked
package dev.baton.flowrunner.plan;

import org.jspecify.annotations.NullMarked;
