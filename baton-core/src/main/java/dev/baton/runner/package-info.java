// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs flows: forwards, backwards, and on from where a process died. Depends on {@code flow},
 * {@code logbook}, {@code service} and what these depend on. Entry types: {@link
 * dev.baton.runner.FlowRunner}, {@link dev.baton.runner.plan.FlowPlan}.
 */
@NullMarked
package dev.baton.runner;

import org.jspecify.annotations.NullMarked;
