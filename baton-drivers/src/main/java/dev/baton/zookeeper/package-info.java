// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The board and the election on ZooKeeper, in the form of kazoo's recipes, over a store of another
 * driver. Depends on {@code backend} and what that depends on. Entry type: {@link
 * dev.baton.zookeeper.ZooKeeperBackend}.
 */
@NullMarked
package dev.baton.zookeeper;

import org.jspecify.annotations.NullMarked;
