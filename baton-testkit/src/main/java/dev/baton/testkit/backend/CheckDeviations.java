// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs also the tests from which a backend deviates, and requires that they fail: a deviation that
 * no longer exists must be removed from the list. A test that fails as declared counts as skipped.
 */
final class CheckDeviations implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    intercept(invocation, method, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    intercept(invocation, method, context);
  }

  private static void intercept(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    List<Deviation> deviations =
        ((BackendTestSetup) context.getRequiredTestInstance()).deviations();
    checkNames(deviations, method.getTargetClass());
    String name = method.getExecutable().getName();
    String oneCase =
        method.getArguments().isEmpty()
            ? name
            : name + "(" + method.getArguments().getFirst() + ")";
    for (Deviation deviation : deviations) {
      if (deviation.tests().contains(name) || deviation.tests().contains(oneCase)) {
        requireFailure(invocation, oneCase, deviation);
      }
    }
    invocation.proceed();
  }

  /** Runs the test, and aborts it if it fails. */
  static void requireFailure(
      Invocation<@Nullable Void> invocation, String test, Deviation deviation) {
    if (passes(invocation)) {
      throw new AssertionError(
          test + " passes; remove it from the deviations under '" + deviation.reason() + "'");
    }
    abort("deviates on purpose: " + deviation.reason());
  }

  private static boolean passes(Invocation<@Nullable Void> invocation) {
    try {
      invocation.proceed();
      return true;
    } catch (Throwable e) {
      return false;
    }
  }

  /** A misspelled name would hide that its test is not run as a deviation. */
  private static void checkNames(List<Deviation> deviations, Class<?> test) {
    List<String> methods =
        Stream.<Class<?>>iterate(test, type -> type != null, type -> type.getSuperclass())
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .map(Method::getName)
            .toList();
    for (Deviation deviation : deviations) {
      for (String name : deviation.tests()) {
        if (!methods.contains(name.replaceFirst("\\(.*", ""))) {
          throw new AssertionError("'" + name + "' is not a test of " + test.getSimpleName());
        }
      }
    }
  }
}
