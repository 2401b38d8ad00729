// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The server side of the protocol: it serves executors and distributors that have no store of their
 * own. In this package, such a process is called the client. Does not use HTTP. Depends on the
 * core. Start reading at: {@link dev.baton.server.remoteexecutor.BackendEndpoint}.
 */
@NullMarked
package dev.baton.server.remoteexecutor;

import org.jspecify.annotations.NullMarked;
