// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The groups of all contracts of a backend. Start reading at: {@link
 * dev.baton.testkit.contract.AllBackendContracts}. The contracts themselves are in the subpackages.
 */
@NullMarked
package dev.baton.testkit.contract;

import org.jspecify.annotations.NullMarked;
