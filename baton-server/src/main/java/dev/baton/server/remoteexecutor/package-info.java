// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The server side of executors and distributors that have only the server's address. Does not use
 * HTTP. Depends on the core. Start reading at: {@link
 * dev.baton.server.remoteexecutor.BackendEndpoint}.
 */
@NullMarked
package dev.baton.server.remoteexecutor;

import org.jspecify.annotations.NullMarked;
