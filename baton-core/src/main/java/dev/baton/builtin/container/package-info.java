// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in action that runs a container in an engine, and the plugin that offers the configured
 * engines. Depends on {@code engine}, {@code plugin}, {@code member} and what those depend on, and
 * on no other package of {@code builtin}. Entry type: {@link
 * dev.baton.builtin.container.EnginePlugin}.
 */
@NullMarked
package dev.baton.builtin.container;

import org.jspecify.annotations.NullMarked;
