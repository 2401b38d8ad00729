// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

/**
 * A run of {@code ./bench peers}, for the outputs.
 *
 * @param command the command line, without the part that only says where the output goes
 * @param started the time of the start, in UTC
 * @param machine the machine, in words
 * @param postgres the version of PostgreSQL
 * @param commitMillis the median time of one small commit before the measurements, in milliseconds
 * @param loadBefore the load of the machine before the measurements
 */
record PeersReport(
    String command,
    String started,
    String machine,
    String postgres,
    double commitMillis,
    double loadBefore,
    PeersOptions options,
    PeerResults results) {}
