// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The processes that run until a signal stops them: their options, their backends, the wiring of
 * their parts, logging, metrics and signals. Depends on {@code config}, {@code console}, {@code
 * rest}, {@code server}, the drivers and the core. Start reading at: {@link
 * dev.baton.launch.ProcessOptions}, {@code ProcessWiring}.
 */
@NullMarked
package dev.baton.launch;

import org.jspecify.annotations.NullMarked;
