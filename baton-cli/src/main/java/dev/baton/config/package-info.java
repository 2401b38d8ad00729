// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The configuration of a process: settings from flags, environment and file, the data folder, and
 * the discovery of local servers. Depends on {@code error} and the JSON library. Start reading at:
 * {@link dev.baton.config.Settings}, {@link dev.baton.config.ServerDiscovery}.
 */
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
