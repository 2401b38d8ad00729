// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A connection of which each statement, commit and rollback is a span. The spans have the texts of
 * the statements, which contain no values of jobs: those are parameters.
 */
record TracedConnection(Connection connection, Span parent, Dialect dialect)
    implements InvocationHandler {

  private static final int MAX_TEXT = 2_000;

  /** Returns the connection with a span for each statement in the given span. */
  static Connection of(Connection connection, Span parent, Dialect dialect) {
    return proxy(Connection.class, new TracedConnection(connection, parent, dialect));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            TracedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String text =
        arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : "";
    return switch (method.getName()) {
      case "prepareStatement" -> traced(PreparedStatement.class, text, method, arguments);
      case "prepareCall" -> traced(CallableStatement.class, text, method, arguments);
      case "createStatement" -> traced(Statement.class, text, method, arguments);
      case "commit", "rollback" -> run(method.getName(), false, connection, method, arguments);
      default -> call(connection, method, arguments);
    };
  }

  private <T> T traced(
      Class<T> type, String text, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    Object statement = call(connection, method, arguments);
    return proxy(
        type,
        (proxy, called, given) -> {
          if (!called.getName().startsWith("execute")) {
            return call(statement, called, given);
          }
          boolean isGiven = given != null && given.length > 0 && given[0] instanceof String;
          String sql = isGiven ? String.valueOf(given[0]) : text;
          return run(sql, called.getName().endsWith("Batch"), statement, called, given);
        });
  }

  private @Nullable Object run(
      String text,
      boolean isBatch,
      @Nullable Object target,
      Method method,
      @Nullable Object @Nullable [] arguments)
      throws Throwable {
    StatementSummary summary = StatementSummary.of(text, isBatch);
    Span span = parent.child(SpanKind.CLIENT, summary.text());
    span.set("db.system.name", dialect.openTelemetryName());
    span.set("db.operation.name", summary.operation());
    span.set("db.query.summary", summary.text());
    span.set("db.query.text", text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    try {
      return call(target, method, arguments);
    } catch (Throwable e) {
      span.failed(e.getClass().getName());
      if (e instanceof SQLException refused && refused.getSQLState() != null) {
        span.set("db.response.status_code", refused.getSQLState());
      }
      throw e;
    } finally {
      span.end();
    }
  }

  private static @Nullable Object call(
      @Nullable Object target, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
