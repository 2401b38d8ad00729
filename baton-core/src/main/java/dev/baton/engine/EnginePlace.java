// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

/**
 * Which engine an {@link Engine} reaches.
 *
 * @param identity the same for all who reach the same engine jobs, by whatever address, and another
 *     for everybody else: of a daemon, a cluster, or a host; at most 500 characters
 * @param address where it was reached, for people; without credentials
 */
public record EnginePlace(String identity, String address) {}
