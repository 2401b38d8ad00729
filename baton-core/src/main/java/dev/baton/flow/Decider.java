// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Votes on a link whether what it leads to may run. Called by the thread that runs the flow;
 * without effects, since it may be asked again after a crash.
 */
@FunctionalInterface
public interface Decider {

  /**
   * Whether what the link leads to may run.
   *
   * @param history the results of the atoms that the deciding links come from (all atoms of a flow
   *     that a link comes from), by name, ignored ones left out
   */
  boolean decide(Map<String, JsonNode> history) throws Exception;

  /** What is ignored when the vote is "no". */
  enum Depth {
    /** Everything behind the link, also beyond the end of the graph. */
    ALL,
    /** The rest of the graph that the link is in. */
    FLOW,
    /** The node and the tasks that follow it directly. */
    NEIGHBORS,
    /** Only the node that the link leads to. */
    ATOM
  }
}
