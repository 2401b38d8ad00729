// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Votes whether the node that a link leads to may run. The thread that runs the flow calls the
 * decider. A decider must have no side effects, because the runner may call it again after a crash.
 */
@FunctionalInterface
public interface Decider {

  /**
   * Whether the node that the link leads to may run.
   *
   * @param history the results of the atoms from which the deciding links come, by atom name; for a
   *     link from a flow, of all atoms of that flow. Ignored atoms are left out
   */
  boolean decide(Map<String, JsonNode> history) throws Exception;

  /** Defines which atoms are ignored if the vote is "no". */
  enum Depth {
    /** All atoms after the link, also those beyond the end of the graph. */
    ALL,
    /** The rest of the graph flow that contains the link. */
    FLOW,
    /** The node that the link leads to, and the tasks that follow it directly. */
    NEIGHBORS,
    /** Only the node that the link leads to. */
    ATOM
  }
}
