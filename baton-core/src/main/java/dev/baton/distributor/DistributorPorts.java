// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.member.MemberRegistry;

/** The parts of a backend that a {@link Distributor} uses. */
public record DistributorPorts(
    Election election, DistributionStore distributions, MemberRegistry memberRegistry) {}
