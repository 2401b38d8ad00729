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
 * An error as it is stored: what it was, not the live exception.
 *
 * @param types class names from the most specific up to {@code java.lang.Throwable}
 * @param message cut to {@value #MAX_MESSAGE} characters; null if the error had none
 * @param stack the stack trace as text, cut to {@value #MAX_STACK} characters; empty where dropped
 * @param causes the cause of the cause of …, each without a stack and causes of its own; at most
 *     {@value #MAX_CAUSES}
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

  /** The record of an error. */
  public static Failure of(Throwable error) {
    List<Failure> causes = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(error);
    for (Throwable cause = error.getCause();
        cause != null && causes.size() < MAX_CAUSES && seen.add(cause);
        cause = cause.getCause()) {
      causes.add(new Failure(typesOf(cause), cause.getMessage(), "", List.of()));
    }
    return new Failure(typesOf(error), error.getMessage(), stackOf(error), causes);
  }

  /** The most specific class name. */
  public String type() {
    return types.getFirst();
  }

  /** True for this class of error and those below it, by name. */
  public boolean isA(Class<? extends Throwable> type) {
    return types.contains(type.getName());
  }

  /** The same without the stack trace, where many failures are kept. */
  public Failure brief() {
    return stack.isEmpty() ? this : new Failure(types, message, "", causes);
  }

  /** One line: type and message. */
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

  private static String stackOf(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
