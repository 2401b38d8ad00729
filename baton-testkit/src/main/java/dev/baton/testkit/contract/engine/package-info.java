// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The contracts of {@link dev.baton.engine.Engine}. Start reading at: {@link
 * dev.baton.testkit.contract.engine.EngineContracts}.
 */
@NullMarked
package dev.baton.testkit.contract.engine;

import org.jspecify.annotations.NullMarked;
