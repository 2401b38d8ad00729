// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Finds words in texts with the regular expressions of each database. */
final class FullTextCondition {

  private final Dialect dialect;

  FullTextCondition(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Whether the text contains one of the words of the query; unknown (SQL NULL) if the text is
   * null.
   */
  Condition matches(Field<String> field, String query) {
    Field<String> lower = lower(field);
    List<Condition> words =
        Arrays.stream(
                String.valueOf(JsonText.clean(query))
                    .toLowerCase(Locale.ROOT)
                    .strip()
                    .split("\\s+"))
            .map(word -> contains(lower, word))
            .toList();
    return DSL.or(words);
  }

  private Field<String> lower(Field<String> field) {
    return dialect == Dialect.POSTGRES
        // Columns have the collation "C", in which only ASCII characters are letters. Therefore the
        // default collation is used here.
        ? DSL.lower(DSL.field("({0}) collate \"default\"", SQLDataType.VARCHAR, field))
        : DSL.lower(field);
  }

  private Condition contains(Field<String> lower, String word) {
    boolean open = word.endsWith("*");
    String stem = open ? word.substring(0, word.length() - 1) : word;
    if (stem.isEmpty()) {
      return open ? DSL.trueCondition() : DSL.falseCondition();
    }
    String other =
        switch (dialect) {
          case POSTGRES -> "[^[:alnum:]_]";
          case H2, MARIADB, MYSQL -> "[^\\w]";
        };
    String flags =
        switch (dialect) {
          case H2 -> "(?U)";
          case MARIADB -> "(*UCP)";
          case POSTGRES, MYSQL -> "";
        };
    String end = open ? "" : "($|" + other + ")";
    return lower.likeRegex(flags + "(^|" + other + ")" + quoted(stem) + end);
  }

  private static String quoted(String word) {
    StringBuilder quoted = new StringBuilder();
    word.codePoints()
        .forEach(c -> {
          if (c < 0x80 && !Character.isLetterOrDigit(c)) {
            quoted.append('\\');
          }
          quoted.appendCodePoint(c);
        });
    return quoted.toString();
  }
}
