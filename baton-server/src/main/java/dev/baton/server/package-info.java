// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The HTTP server: one table of routes, authentication, accounts, errors, metrics and health. Does
 * not depend on single resources. Depends on the core and Javalin. Start reading at: {@link
 * dev.baton.server.HttpServer}, {@link dev.baton.server.Route}, {@link dev.baton.server.Accounts}.
 */
@NullMarked
package dev.baton.server;

import org.jspecify.annotations.NullMarked;
