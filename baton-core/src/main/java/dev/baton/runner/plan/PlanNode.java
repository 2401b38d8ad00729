// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner.plan;

import dev.baton.flow.Atom;
import dev.baton.flow.GraphLink;
import dev.baton.flow.Retry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the execution graph: an atom, or the start or end of a flow. Fixed once compiled. */
public final class PlanNode {

  public enum Role {
    ATOM,
    START,
    END
  }

  /** A decider on the way to this node. */
  public record IncomingDecider(PlanNode source, GraphLink link) {}

  public final int id;
  public final Role role;
  final @Nullable public Atom atom;

  /** The flow that the atom is in, or that the marker marks. */
  final @Nullable public PlanGroup group;

  /** Of atoms: the place in the order of declaration, retries before what they control. */
  public final int order;

  /** Of atoms: what tells a changed definition from this one; empty for others. */
  public final String fingerprint;

  public final List<PlanNode> successors = new ArrayList<>(2);
  public final List<PlanNode> predecessors = new ArrayList<>(2);
  public final List<IncomingDecider> deciders = new ArrayList<>(0);

  /** The retry that is asked when this fails. */
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
      throw new IllegalStateException(this + " is no atom");
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
