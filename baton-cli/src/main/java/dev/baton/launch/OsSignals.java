// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Handles the operating system's signals that stop a process (SIGINT, SIGTERM). The JVM's own
 * shutdown hooks see only the first signal, so with them a second signal could not make the stop
 * faster.
 */
final class OsSignals {

  private OsSignals() {}

  /**
   * Calls the reaction on a separate thread at each SIGTERM or SIGINT.
   *
   * @return false if this JVM does not let a program handle signals; then the JVM reacts to them
   *     itself
   */
  @SuppressWarnings("ReferenceEquality") // A proxy is equal only to itself.
  static boolean onStop(Runnable reaction) {
    try {
      // Uses reflection, because the compiler's warning about sun.misc.Signal cannot be suppressed.
      // The class is supported in the module jdk.unsupported (JEP 260).
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              OsSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      reaction.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "Signals";
                  });
      for (String name : List.of("TERM", "INT")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
      }
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
