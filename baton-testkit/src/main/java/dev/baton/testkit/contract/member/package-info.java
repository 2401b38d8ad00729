// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/** The contracts of {@link dev.baton.member.MemberRegistry} and of the store of actions. */
@NullMarked
package dev.baton.testkit.contract.member;

import org.jspecify.annotations.NullMarked;
