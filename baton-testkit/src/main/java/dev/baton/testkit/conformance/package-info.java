// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs the flow cases of {@code conformance/flows} (see FORMAT.md there) on Baton's flow engine and
 * compares what happened with what the cases expect. Entry type: {@link
 * dev.baton.testkit.conformance.FlowCaseContract}.
 */
@NullMarked
package dev.baton.testkit.conformance;

import org.jspecify.annotations.NullMarked;
