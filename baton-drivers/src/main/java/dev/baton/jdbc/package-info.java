// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Everything durable on an SQL database: H2 (embedded), PostgreSQL, MariaDB or MySQL. Depends on
 * the core's ports, jOOQ, HikariCP, Flyway and the database's driver. Entry type: {@link
 * dev.baton.jdbc.JdbcBackend}.
 *
 * <p>The job row is the posting: {@code phase} says where it stands on the board, {@code lane} what
 * kind of job it is, {@code holder} which claimer has it. A lease belongs to a claimer, not to a
 * job. Leases and due times go by the database's clock.
 */
@NullMarked
package dev.baton.jdbc;

import org.jspecify.annotations.NullMarked;
