// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The demo: starts processes of Baton, kills an executor, and reports the end of each job. Depends
 * on {@code client}, {@code config}, {@code console} and the core. Start reading at: {@link
 * dev.baton.demo.Demo}.
 */
@NullMarked
package dev.baton.demo;

import org.jspecify.annotations.NullMarked;
