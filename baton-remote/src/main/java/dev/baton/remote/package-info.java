// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Uses a Baton server as the backend of executors and distributors that know only its address.
 * Depends on the core and on {@code httpclient}. Start reading at: {@link
 * dev.baton.remote.RemoteBackend}.
 */
@NullMarked
package dev.baton.remote;

import org.jspecify.annotations.NullMarked;
