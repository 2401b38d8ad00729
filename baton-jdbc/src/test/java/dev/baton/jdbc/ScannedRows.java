// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jooq.DSLContext;

/** Counts the rows that PostgreSQL reads from tables for a statement. */
final class ScannedRows {

  private ScannedRows() {}

  /** Executes a statement and returns how many rows it read. */
  static long of(DSLContext sql, String statement) throws IOException {
    String plan = String.valueOf(sql.fetchValue("EXPLAIN (ANALYZE, FORMAT JSON) " + statement));
    return rowsOfScans(new ObjectMapper().readTree(plan).path(0).path("Plan"));
  }

  private static long rowsOfScans(JsonNode node) {
    long rows = 0;
    for (JsonNode child : node.path("Plans")) {
      rows += rowsOfScans(child);
    }
    if (node.has("Relation Name")) {
      long each =
          node.path("Actual Rows").asLong()
              + node.path("Rows Removed by Filter").asLong()
              + node.path("Rows Removed by Index Recheck").asLong();
      rows += each * node.path("Actual Loops").asLong();
    }
    return rows;
  }
}
