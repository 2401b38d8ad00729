// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A request to a port, as it came in.
 *
 * @param caller who asks, as the session says
 * @param protocol value of the header {@link dev.baton.wire.Wire#HEADER}, if it is there
 * @param port from the path
 * @param method from the path
 * @param body the request
 */
public record BackendCall(
    Caller caller, @Nullable String protocol, String port, String method, JsonNode body) {}
