// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The ports that a driver implements, in one piece. Depends on all of the core but nothing on it
 * save the drivers and the application.
 */
@NullMarked
package dev.baton.backend;

import org.jspecify.annotations.NullMarked;
