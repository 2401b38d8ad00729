// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Access control: principals, access control lists, users, API keys and sessions. Depends on {@code
 * service} and {@code error} only. Start reading at: {@link dev.baton.access.Acl}, {@link
 * dev.baton.access.Caller}, {@link dev.baton.access.AccountStore}.
 */
@NullMarked
package dev.baton.access;

import org.jspecify.annotations.NullMarked;
