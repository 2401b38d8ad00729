// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The built-in action that runs a container in an engine, and the plugin that registers it. Depends
 * on {@code actions}, {@code engine}, {@code member}, {@code plugin} and their dependencies, and on
 * no other package below {@code actions}. Start reading at: {@link
 * dev.baton.actions.container.EnginePlugin}.
 */
@NullMarked
package dev.baton.actions.container;

import org.jspecify.annotations.NullMarked;
