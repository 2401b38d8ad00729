// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * All contract suites of a backend together. Entry type: {@link
 * dev.baton.testkit.contract.AllBackendContracts}. The suites themselves are in the packages below.
 */
@NullMarked
package dev.baton.testkit.contract;

import org.jspecify.annotations.NullMarked;
