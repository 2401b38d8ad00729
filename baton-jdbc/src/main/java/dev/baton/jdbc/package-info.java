// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The backend on an SQL database: H2 (embedded), PostgreSQL, MariaDB or MySQL. Depends on the
 * core's ports, jOOQ, HikariCP, Flyway and the database's driver. Start reading at: {@link
 * dev.baton.jdbc.JdbcBackend}.
 *
 * <p>The row of a job is its posting: {@code phase} is its place on the board, {@code lane} its job
 * kind, and {@code holder} the board session that has claimed it. A lease belongs to a session, not
 * to a job. Leases and due times use the database's clock.
 */
@NullMarked
package dev.baton.jdbc;

import org.jspecify.annotations.NullMarked;
