// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in action that runs a container in an engine, and the plugin that registers it. Depends
 * on {@code builtin}, {@code engine}, {@code member}, {@code plugin} and their dependencies, and on
 * no other package below {@code builtin}. Start reading at: {@link
 * dev.baton.builtin.container.EnginePlugin}.
 */
@NullMarked
package dev.baton.builtin.container;

import org.jspecify.annotations.NullMarked;
