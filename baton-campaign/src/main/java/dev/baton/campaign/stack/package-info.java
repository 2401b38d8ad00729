// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The processes of one installation: Baton's processes, databases, ZooKeeper and proxies, and the
 * folders and mounts that they use.
 */
@NullMarked
package dev.baton.campaign.stack;

import org.jspecify.annotations.NullMarked;
