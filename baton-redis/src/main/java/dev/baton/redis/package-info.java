// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Job board and elections on Redis or Valkey: one server, servers with Sentinel, or a Cluster.
 * Depends on {@code externalboard} and its dependencies. Start reading at: {@link
 * dev.baton.redis.RedisBackend}.
 */
@NullMarked
package dev.baton.redis;

import org.jspecify.annotations.NullMarked;
