// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs flows: executes atoms, reverts atoms, and continues a flow whose process died. It may depend
 * on {@code flow}, {@code logbook}, {@code service} and their dependencies. Start reading at:
 * {@link dev.baton.flowrunner.FlowRunner}, {@link dev.baton.flowrunner.plan.FlowPlan}.
 */
@NullMarked
package dev.baton.flowrunner;

import org.jspecify.annotations.NullMarked;
