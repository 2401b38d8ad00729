// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The compiled form of a flow: its atoms, their order, and the symbols that they exchange. Depends
 * on {@code flow} and what that depends on; knows nothing about execution. Entry type: {@link
 * dev.baton.runner.plan.FlowPlan}.
 */
@NullMarked
package dev.baton.runner.plan;

import org.jspecify.annotations.NullMarked;
