// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The job board and the election on ZooKeeper, in the format of kazoo's recipes, with a store of
 * another driver. Depends on {@code externalboard} and its dependencies. Start reading at: {@link
 * dev.baton.zookeeper.ZooKeeperBackend}.
 */
@NullMarked
package dev.baton.zookeeper;

import org.jspecify.annotations.NullMarked;
