// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import java.util.LinkedHashSet;
import java.util.Set;

/** A flow whose nodes run in no order. No node sees the values that another node provides. */
public final class UnorderedFlow extends Flow {

  UnorderedFlow(String name) {
    super(name);
  }

  @Override
  public UnorderedFlow add(FlowNode... nodes) {
    super.add(nodes);
    return this;
  }

  @Override
  public UnorderedFlow retry(Retry controller) {
    super.retry(controller);
    return this;
  }

  @Override
  public String pattern() {
    return "unordered_flow";
  }

  @Override
  public Set<String> requires() {
    Set<String> open = new LinkedHashSet<>();
    children().forEach(child -> open.addAll(child.requires()));
    open.removeAll(retryProvides());
    open.addAll(retryRequires());
    return open;
  }
}
