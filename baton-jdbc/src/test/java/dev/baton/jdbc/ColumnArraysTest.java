// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColumnArraysTest {

  private static @Nullable Object[] values(@Nullable Object... values) {
    return values;
  }

  @Test
  void select_whenValuesDiffer_hasAnArray() {
    ColumnArrays columns = new ColumnArrays(2).add("id", "text", values("a", "b"));
    assertThat(columns.select())
        .isEqualTo(
            "SELECT place, id AS id FROM unnest(?::text[]) WITH ORDINALITY AS given (id, place)");
    assertThat(columns.names()).containsExactly("id");
  }

  @Test
  void select_whenValuesAreEqual_hasOneParameter() {
    ColumnArrays columns =
        new ColumnArrays(2).add("id", "text", values("a", "b")).add("n", "int", values(4, 4));
    assertThat(columns.select())
        .isEqualTo(
            "SELECT place, id AS id, ?::int AS n"
                + " FROM unnest(?::text[]) WITH ORDINALITY AS given (id, place)");
  }

  @Test
  void select_whenAllValuesAreNull_hasNoParameter() {
    ColumnArrays columns =
        new ColumnArrays(2).add("id", "text", values("a", "b")).add("n", "int", values(null, null));
    assertThat(columns.select()).contains("NULL::int AS n");
    assertThat(columns.names()).containsExactly("id");
  }

  @Test
  void select_whenAllRowsAreEqual_countsThem() {
    assertThat(new ColumnArrays(2).add("n", "int", values(4, 4)).select())
        .isEqualTo("SELECT place, ?::int AS n FROM generate_series(1, ?) AS given (place)");
    assertThat(new ColumnArrays(1).add("n", "int", values(4)).select())
        .isEqualTo("SELECT place, ?::int AS n FROM (SELECT 1 AS place) AS given");
  }
}
