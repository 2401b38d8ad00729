// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The engine that runs engine jobs as processes of this host. The package may depend on {@code
 * engine}, {@code job}, {@code service} and {@code error}. Start reading at: {@link
 * dev.baton.actions.processengine.ProcessEngine}.
 */
@NullMarked
package dev.baton.actions.processengine;

import org.jspecify.annotations.NullMarked;
