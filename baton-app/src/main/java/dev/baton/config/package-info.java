// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What a process is told from outside: settings from flags, environment and file, the data folder,
 * and how local processes find each other. Depends on {@code error} and the JSON library. Entry
 * types: {@link dev.baton.config.Settings}, {@link dev.baton.config.ServerDiscovery}.
 */
@NullMarked
package dev.baton.config;

import org.jspecify.annotations.NullMarked;
