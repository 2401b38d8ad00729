// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import org.jooq.Field;

/** The values of one row, by column: a record of jOOQ, or a {@link PositionedRow}. */
@FunctionalInterface
interface RowValues {

  /** Returns the value of a column; null if the column is null. */
  <T> T get(Field<T> column);
}
