// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Handles the operating system's signals that stop a process (SIGINT, SIGTERM). The JVM's own
 * shutdown hooks react only to the first signal, so a second signal could not shorten the stop.
 */
final class OsSignals {

  private OsSignals() {}

  /**
   * Runs the reaction, on a separate thread, at each SIGTERM or SIGINT.
   *
   * @return false if signals cannot be handled here; the JVM then reacts as usual
   */
  @SuppressWarnings("ReferenceEquality") // A proxy has no other identity.
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
