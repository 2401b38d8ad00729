// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operation and the table of a statement, such as {@code INSERT job}: a text with few values,
 * as the conventions of OpenTelemetry ask for the name of a span.
 *
 * @param operation the first word of the statement, after {@code BATCH} if the statement runs
 *     several times
 */
record StatementSummary(String operation, String text) {

  /** The first table of a statement; text in parentheses is a subquery with a table of its own. */
  private static final Pattern TABLE =
      Pattern.compile("(?:^\\s*update|\\b(?:from|into))\\s+([\\w.\"`]+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern QUOTES = Pattern.compile("[\"`]");

  static StatementSummary of(String sql, boolean isBatch) {
    String word = sql.strip().split("\\W+", 2)[0].toUpperCase(Locale.ROOT);
    String operation = isBatch ? ("BATCH " + word).strip() : word;
    Matcher table = TABLE.matcher(sql);
    return new StatementSummary(
        operation,
        table.find() ? operation + " " + QUOTES.matcher(table.group(1)).replaceAll("") : operation);
  }
}
