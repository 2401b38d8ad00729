// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The ports of a {@code backend} as calls with JSON requests and replies: what the remote driver
 * sends and the server's endpoint answers. Depends on all of the core before it and the JSON
 * library. Entry types: {@link dev.baton.wire.ProtocolCalls}, {@link dev.baton.wire.Protocol}.
 */
@NullMarked
package dev.baton.wire;

import org.jspecify.annotations.NullMarked;
