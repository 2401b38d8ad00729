// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flowrunner.plan;

import dev.baton.flow.Atom;
import dev.baton.flow.GraphLink;
import dev.baton.flow.Retry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the execution graph: an atom, or the start or end of a flow. It does not change after
 * compilation.
 */
public final class PlanNode {

  public enum Role {
    ATOM,
    START,
    END
  }

  /** A decider on a link that leads to this node. */
  public record IncomingDecider(PlanNode source, GraphLink link) {}

  public final int id;
  public final Role role;
  final @Nullable public Atom atom;

  /** The flow that contains the atom, or whose start or end this node is. */
  final @Nullable public PlanGroup group;

  /**
   * The position of an atom in declared order. A retry controller comes before the atoms that it
   * controls.
   */
  public final int order;

  /** The fingerprint of the definition of an atom; empty for other nodes. */
  public final String fingerprint;

  public final List<PlanNode> successors = new ArrayList<>(2);
  public final List<PlanNode> predecessors = new ArrayList<>(2);
  public final List<IncomingDecider> deciders = new ArrayList<>(0);

  /** The retry controller that decides when this node fails. */
  @Nullable public PlanNode controller;

  PlanNode(int id, Role role, @Nullable Atom atom, @Nullable PlanGroup planGroup, int order) {
    this.id = id;
    this.role = role;
    this.atom = atom;
    this.group = planGroup;
    this.order = order;
    this.fingerprint = atom == null ? "" : AtomFingerprint.of(atom);
  }

  public boolean isRetry() {
    return atom instanceof Retry;
  }

  public Atom atom() {
    if (atom == null) {
      throw new IllegalStateException(this + " is not an atom");
    }
    return atom;
  }

  public String name() {
    return atom().name();
  }

  void addSuccessor(PlanNode successor) {
    successors.add(successor);
    successor.predecessors.add(this);
  }

  @Override
  public String toString() {
    return role + " " + (atom != null ? atom.name() : String.valueOf(group));
  }
}
