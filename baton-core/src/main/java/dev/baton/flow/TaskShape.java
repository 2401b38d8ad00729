// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

/** All of a task but what it does. */
record TaskShape(TaskHead head, Inputs inputs, Inputs revertInputs, Outputs outputs) {

  static TaskShape named(String name) {
    return new TaskShape(TaskHead.named(name), Inputs.NONE, Inputs.NONE, new Outputs.Nothing());
  }

  TaskShape with(TaskHead other) {
    return new TaskShape(other, inputs, revertInputs, outputs);
  }

  TaskShape with(Inputs own) {
    return new TaskShape(head, own, revertInputs, outputs);
  }

  TaskShape withRevert(Inputs reverting) {
    return new TaskShape(head, inputs, reverting, outputs);
  }

  TaskShape with(Outputs other) {
    return new TaskShape(head, inputs, revertInputs, other);
  }
}
