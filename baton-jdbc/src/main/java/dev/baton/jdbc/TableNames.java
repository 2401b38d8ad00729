// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.error.InvalidInputException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The names of the tables of one store. In the code, every statement calls its tables {@code
 * baton_…}; this class replaces that prefix when a statement is built.
 *
 * <p>The names contain only lower-case letters, digits and underscores, so that no database needs
 * quotes around them.
 */
final class TableNames {

  static final String DEFAULT_PREFIX = "baton_";

  /** The tables {@code baton_…} in the schema of the connection. */
  static final TableNames DEFAULT = new TableNames(null, DEFAULT_PREFIX);

  private static final String MAPPED_NAMES = TableNames.class.getName();
  // The longest name of an index or sequence has 22 characters after the prefix, and PostgreSQL
  // allows 63 characters.
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,29}");
  private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern IN_STATEMENT = Pattern.compile("\\bbaton_(?=[a-z])");

  private final @Nullable String schema;
  private final String prefix;
  private final Map<String, String> statements = new ConcurrentHashMap<>();

  private TableNames(@Nullable String schema, String prefix) {
    this.schema = schema;
    this.prefix = prefix;
  }

  TableNames withPrefix(String newPrefix) {
    if (!PREFIX.matcher(newPrefix).matches()) {
      throw new InvalidInputException(
          "the table prefix is '"
              + newPrefix
              + "'; allowed: 1 to 30 lower-case letters, digits and underscores, the first a"
              + " letter, such as 'baton_'");
    }
    return new TableNames(schema, newPrefix);
  }

  TableNames withSchema(String newSchema) {
    if (!SCHEMA.matcher(newSchema).matches() || newSchema.startsWith("pg_")) {
      throw new InvalidInputException(
          "the schema is '"
              + newSchema
              + "'; allowed: 1 to 48 lower-case letters, digits and underscores, the first a"
              + " letter, and not 'pg_' at the start");
    }
    return new TableNames(newSchema, prefix);
  }

  /** The schema on PostgreSQL, the database on MariaDB; null means that of the connection. */
  @Nullable String schema() {
    return schema;
  }

  String prefix() {
    return prefix;
  }

  /** The text that replaces {@code baton_} in statements. */
  String qualifier() {
    return schema == null ? prefix : schema + "." + prefix;
  }

  /** Returns a statement with the tables of this store. */
  String in(String statement) {
    if (isDefault()) {
      return statement;
    }
    return statements.computeIfAbsent(
        statement,
        text -> IN_STATEMENT.matcher(text).replaceAll(Matcher.quoteReplacement(qualifier())));
  }

  /**
   * Makes jOOQ use the names of this store in the statements that it builds. The configuration must
   * have its dialect already.
   */
  void applyTo(Configuration configuration) {
    if (isDefault()) {
      return;
    }
    // For MariaDB and MySQL, jOOQ leaves out the schema of the table in DELETE statements, so the
    // schema is given as a part of the name.
    boolean isPartOfName =
        configuration.family() == SQLDialect.MARIADB || configuration.family() == SQLDialect.MYSQL;
    Settings settings = configuration.settings();
    settings.setRenderMapping(
        new RenderMapping()
            .withSchemata(
                new MappedSchema()
                    .withInput("")
                    .withOutput(schema == null || isPartOfName ? "" : schema)
                    .withTables(
                        new MappedTable()
                            .withInputExpression(Pattern.compile("baton_(.*)"))
                            .withOutput((isPartOfName ? qualifier() : prefix) + "$1"))));
    configuration.data(MAPPED_NAMES, this);
  }

  /** Returns a statement with the tables of the store that the context belongs to. */
  static String in(DSLContext sql, String statement) {
    return sql.configuration().data(MAPPED_NAMES) instanceof TableNames names
        ? names.in(statement)
        : statement;
  }

  private boolean isDefault() {
    return schema == null && prefix.equals(DEFAULT_PREFIX);
  }
}
