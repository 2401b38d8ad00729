// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A Baton server as the backend of executors and distributors that have nothing but its address.
 * Depends on the core and the JDK's HTTP client. Entry type: {@link
 * dev.baton.remote.RemoteBackend}.
 */
@NullMarked
package dev.baton.remote;

import org.jspecify.annotations.NullMarked;
