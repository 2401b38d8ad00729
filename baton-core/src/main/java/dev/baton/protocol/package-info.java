// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The protocol of remote executors: the ports of a {@code backend} as calls with JSON requests and
 * replies. The remote driver sends the calls, and the server answers them. Depends on {@code
 * board}, {@code election}, {@code logbook}, {@code member}, their dependencies and the JSON
 * library. Start reading at: {@link dev.baton.protocol.ProtocolCalls}, {@link
 * dev.baton.protocol.Protocol}.
 */
@NullMarked
package dev.baton.protocol;

import org.jspecify.annotations.NullMarked;
