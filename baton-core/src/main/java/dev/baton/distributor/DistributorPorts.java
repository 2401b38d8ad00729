// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionStore;
import dev.baton.election.Election;
import dev.baton.member.MemberRegistry;

/** What a {@link Distributor} stands on: the parts of a backend that it uses. */
public record DistributorPorts(
    Election election, DistributionStore distributions, MemberRegistry memberRegistry) {}
