// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task is called and how it is run. */
record TaskHead(String name, String version, int priority, @Nullable Duration timeout) {

  static TaskHead named(String name) {
    Names.check("task", name);
    return new TaskHead(name, Atom.FIRST_VERSION, 0, null);
  }

  TaskHead withPriority(int value) {
    return new TaskHead(name, version, value, timeout);
  }

  TaskHead withVersion(String value) {
    return new TaskHead(name, value, priority, timeout);
  }

  TaskHead withTimeout(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "timeout '" + longest + "' of task '" + name + "' is not positive",
          List.of(name));
    }
    return new TaskHead(name, version, priority, longest);
  }
}
