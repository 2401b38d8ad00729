// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.runner;

import dev.baton.flow.Atom;
import dev.baton.flow.Link;
import dev.baton.flow.Retry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the execution graph: an atom, or the start or end of a flow. Fixed once compiled. */
final class PlanNode {

  enum Role {
    ATOM,
    START,
    END
  }

  /** A decider on the way to this node. */
  record Gate(PlanNode source, Link link) {}

  final int id;
  final Role role;
  final @Nullable Atom atom;

  /** The flow that the atom is in, or that the marker marks. */
  final @Nullable Group group;

  /** Of atoms: the place in the order of declaration, retries before what they control. */
  final int order;

  /** Of atoms: what tells a changed definition from this one; empty for others. */
  final String fingerprint;

  final List<PlanNode> next = new ArrayList<>(2);
  final List<PlanNode> before = new ArrayList<>(2);
  final List<Gate> gates = new ArrayList<>(0);

  /** The retry that is asked when this fails. */
  @Nullable PlanNode controller;

  PlanNode(int id, Role role, @Nullable Atom atom, @Nullable Group group, int order) {
    this.id = id;
    this.role = role;
    this.atom = atom;
    this.group = group;
    this.order = order;
    this.fingerprint = atom == null ? "" : Fingerprint.of(atom);
  }

  boolean isRetry() {
    return atom instanceof Retry;
  }

  Atom atom() {
    if (atom == null) {
      throw new IllegalStateException(this + " is no atom");
    }
    return atom;
  }

  String name() {
    return atom().name();
  }

  void leadsTo(PlanNode successor) {
    next.add(successor);
    successor.before.add(this);
  }

  @Override
  public String toString() {
    return role + " " + (atom != null ? atom.name() : String.valueOf(group));
  }
}
