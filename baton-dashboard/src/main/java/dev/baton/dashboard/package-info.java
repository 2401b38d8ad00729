// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The pages of the dashboard as static files, and the class that prepares them for a server. The
 * package depends on no other package of Baton: the pages use only the public REST API. The entry
 * type is {@link dev.baton.dashboard.Dashboard}.
 */
@NullMarked
package dev.baton.dashboard;

import org.jspecify.annotations.NullMarked;
