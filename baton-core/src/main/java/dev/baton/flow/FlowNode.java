// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Set;

/** What a flow holds: tasks and flows. A node object has one place in one flow. */
public sealed interface FlowNode permits Flow, Task {

  /** Of a task: unique in the whole flow. Of a flow: for people. */
  String name();

  /** The symbols that must come from outside of the node. Computed anew at each call. */
  Set<String> requires();

  /** The symbols that the node provides to others. Computed anew at each call. */
  Set<String> provides();
}
