// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** A flow whose nodes run in order, each after all atoms of the previous node. */
public final class LinearFlow extends Flow {

  LinearFlow(String name) {
    super(name);
  }

  @Override
  public LinearFlow add(FlowNode... nodes) {
    super.add(nodes);
    return this;
  }

  @Override
  public LinearFlow retry(Retry controller) {
    super.retry(controller);
    return this;
  }

  @Override
  public String pattern() {
    return "linear_flow";
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>(retryRequires());
    Set<String> provided = new HashSet<>(retryProvides());
    for (FlowNode child : children()) {
      child.requires().stream().filter(name -> !provided.contains(name)).forEach(open::add);
      provided.addAll(child.provides());
    }
    return open;
  }
}
