// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The API for plugins, which provide actions, capabilities, distributions and engines, and the
 * catalogue of everything that they provide. The package may depend on {@code job} and the
 * dependencies of {@code job}, and on cron-utils. Start reading at: {@link
 * dev.baton.plugin.Plugin}, {@link dev.baton.plugin.Registry}.
 */
@NullMarked
package dev.baton.plugin;

import org.jspecify.annotations.NullMarked;
