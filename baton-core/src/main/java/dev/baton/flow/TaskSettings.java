// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name of a task and its settings for the runner. */
record TaskSettings(String name, String version, int priority, @Nullable Duration timeout) {

  static TaskSettings named(String name) {
    FlowNames.check("task", name);
    return new TaskSettings(name, Atom.FIRST_VERSION, 0, null);
  }

  TaskSettings withPriority(int value) {
    return new TaskSettings(name, version, value, timeout);
  }

  TaskSettings withVersion(String value) {
    return new TaskSettings(name, value, priority, timeout);
  }

  TaskSettings withTimeout(Duration longest) {
    if (longest.isNegative() || longest.isZero()) {
      throw new InvalidFlowException(
          InvalidFlowException.Defect.INVALID_VALUE,
          "timeout '" + longest + "' of task '" + name + "' is not positive",
          List.of(name));
    }
    return new TaskSettings(name, version, priority, longest);
  }
}
