// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Measures Baton and other job systems in one run ({@code ./bench peers}). Every system runs in JVM
 * processes of its own ({@link dev.baton.bench.peers.PeerMain}), which this process starts, tells
 * what to do and observes. Depends on no other package of the measurements.
 */
@NullMarked
package dev.baton.bench.peers;

import org.jspecify.annotations.NullMarked;
