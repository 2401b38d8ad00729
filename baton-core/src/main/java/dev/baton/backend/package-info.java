// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The backend: all ports that a driver implements. Depends on the whole core. Only the drivers and
 * the application depend on it.
 */
@NullMarked
package dev.baton.backend;

import org.jspecify.annotations.NullMarked;
