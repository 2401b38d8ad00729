// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an error. It does not hold the live exception.
 *
 * @param types class names from the most specific up to {@code java.lang.Throwable}
 * @param message truncated to {@value #MAX_MESSAGE} characters; null if the error had none
 * @param stack the stack trace as text, truncated to {@value #MAX_STACK} characters; empty if it
 *     was dropped
 * @param causes the chain of causes, each without a stack trace and without causes; at most {@value
 *     #MAX_CAUSES}
 */
public record Failure(
    List<String> types, @Nullable String message, String stack, List<Failure> causes) {

  public static final int MAX_MESSAGE = 4_000;
  public static final int MAX_STACK = 16_000;
  public static final int MAX_CAUSES = 8;

  public Failure {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("types is empty");
    }
    types = List.copyOf(types);
    message = message == null ? null : cut(message, MAX_MESSAGE);
    stack = cut(stack, MAX_STACK);
    causes = List.copyOf(causes.subList(0, Math.min(causes.size(), MAX_CAUSES)));
  }

  /** Creates the stored form of an error. */
  public static Failure of(Throwable error) {
    List<Failure> causes = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(error);
    for (Throwable cause = causeOf(error);
        cause != null && causes.size() < MAX_CAUSES && seen.add(cause);
        cause = causeOf(cause)) {
      causes.add(new Failure(typesOf(cause), messageOf(cause), "", List.of()));
    }
    return new Failure(typesOf(error), messageOf(error), stackOf(error), causes);
  }

  /** The name of the most specific class. */
  public String type() {
    return types.getFirst();
  }

  /** Whether the error is of this class or a subclass, compared by name. */
  public boolean isA(Class<?> type) {
    return types.contains(type.getName());
  }

  /** The failure without its stack trace, for places that keep many failures. */
  public Failure brief() {
    return stack.isEmpty() ? this : new Failure(types, message, "", causes);
  }

  /** Type and message in one line. */
  @Override
  public String toString() {
    return message == null ? type() : type() + ": " + message;
  }

  private static List<String> typesOf(Throwable error) {
    List<String> types = new ArrayList<>();
    for (Class<?> type = error.getClass();
        !type.equals(Object.class);
        type = type.getSuperclass()) {
      types.add(type.getName());
    }
    return types;
  }

  // The exception may override these methods, and the overrides may throw.

  private static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (RuntimeException e) {
      return "(its message cannot be read: " + e.getClass().getName() + ")";
    }
  }

  private static String stackOf(Throwable error) {
    StringWriter text = new StringWriter();
    try {
      error.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException e) {
      text.append("(its stack trace cannot be read: ").append(e.getClass().getName()).append(')');
    }
    return text.toString();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
