// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What a user of Baton writes: plugins that bring actions, capabilities and distributions, and the
 * catalogue of what they brought. Depends on {@code job} and what that depends on, and on
 * cron-utils. Entry types: {@link dev.baton.plugin.Plugin}, {@link dev.baton.plugin.Registry}.
 */
@NullMarked
package dev.baton.plugin;

import org.jspecify.annotations.NullMarked;
