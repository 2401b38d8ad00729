// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.Set;

/**
 * A node of a flow: a task or a nested flow. A node object may be used at one place in one flow
 * only.
 */
public sealed interface FlowNode permits Flow, Task {

  /**
   * The name. The name of a task is unique in the whole flow; the name of a flow is for display.
   */
  String name();

  /** The symbols that must come from outside the node. They are computed at each call. */
  Set<String> requires();

  /** The symbols that the node provides to other nodes. They are computed at each call. */
  Set<String> provides();
}
