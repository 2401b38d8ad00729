// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The HTTP client of the drivers {@code remote} and {@code cimi}: requests, logins, and whether a
 * request without an answer was sent. Depends on the core and on the JDK's HTTP client. Start
 * reading at: {@link dev.baton.httpclient.SessionClient}.
 */
@NullMarked
package dev.baton.httpclient;

import org.jspecify.annotations.NullMarked;
