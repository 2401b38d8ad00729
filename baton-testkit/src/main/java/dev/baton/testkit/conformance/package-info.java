// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Runs the flow cases of {@code conformance/flows} (see FORMAT.md there) with Baton's flow runner
 * and compares the observations with the expectations of the cases. Start reading at: {@link
 * dev.baton.testkit.conformance.FlowCaseContract}.
 */
@NullMarked
package dev.baton.testkit.conformance;

import org.jspecify.annotations.NullMarked;
