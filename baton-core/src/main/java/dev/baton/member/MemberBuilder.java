// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.member;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds {@link Member}s. Each method sets the component of its name. Not thread-safe. */
public final class MemberBuilder {

  private static final String UNKNOWN = "unknown";

  private String id;
  private Member.Kind kind;
  private String name;
  private String host = UNKNOWN;
  private long pid;
  private String version = UNKNOWN;
  private Instant started;
  private Instant seen;
  private int slots;
  private int running;
  private boolean stopping;
  private boolean draining;
  private List<String> capabilities = List.of();
  private List<ActionInfo> actions = List.of();
  private List<CapabilityRefusal> refusals = List.of();
  private @Nullable List<String> places;
  private @Nullable Integer lostLeases;
  private boolean lost;

  /** Starts with a process that runs no jobs, on an unknown host. */
  MemberBuilder(String id, Member.Kind kind, String name, Instant started) {
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.started = started;
    this.seen = started;
  }

  MemberBuilder(Member member) {
    this.id = member.id();
    this.kind = member.kind();
    this.name = member.name();
    this.host = member.host();
    this.pid = member.pid();
    this.version = member.version();
    this.started = member.started();
    this.seen = member.seen();
    this.slots = member.slots();
    this.running = member.running();
    this.stopping = member.stopping();
    this.draining = member.draining();
    this.capabilities = member.capabilities();
    this.actions = member.actions();
    this.refusals = member.refusals();
    this.places = member.places();
    this.lostLeases = member.lostLeases();
    this.lost = member.lost();
  }

  public MemberBuilder id(String id) {
    this.id = id;
    return this;
  }

  public MemberBuilder kind(Member.Kind kind) {
    this.kind = kind;
    return this;
  }

  public MemberBuilder name(String name) {
    this.name = name;
    return this;
  }

  public MemberBuilder host(String host) {
    this.host = host;
    return this;
  }

  public MemberBuilder pid(long pid) {
    this.pid = pid;
    return this;
  }

  public MemberBuilder version(String version) {
    this.version = version;
    return this;
  }

  public MemberBuilder started(Instant started) {
    this.started = started;
    return this;
  }

  public MemberBuilder seen(Instant seen) {
    this.seen = seen;
    return this;
  }

  public MemberBuilder slots(int slots) {
    this.slots = slots;
    return this;
  }

  public MemberBuilder running(int running) {
    this.running = running;
    return this;
  }

  public MemberBuilder stopping(boolean stopping) {
    this.stopping = stopping;
    return this;
  }

  public MemberBuilder draining(boolean draining) {
    this.draining = draining;
    return this;
  }

  public MemberBuilder capabilities(List<String> capabilities) {
    this.capabilities = capabilities;
    return this;
  }

  public MemberBuilder actions(List<ActionInfo> actions) {
    this.actions = actions;
    return this;
  }

  public MemberBuilder refusals(List<CapabilityRefusal> refusals) {
    this.refusals = refusals;
    return this;
  }

  public MemberBuilder places(@Nullable List<String> places) {
    this.places = places;
    return this;
  }

  public MemberBuilder lostLeases(@Nullable Integer lostLeases) {
    this.lostLeases = lostLeases;
    return this;
  }

  public MemberBuilder lost(boolean lost) {
    this.lost = lost;
    return this;
  }

  /** Returns the member. */
  public Member build() {
    return new Member(
        id,
        kind,
        name,
        host,
        pid,
        version,
        started,
        seen,
        slots,
        running,
        stopping,
        draining,
        capabilities,
        actions,
        refusals,
        places,
        lostLeases,
        lost);
  }
}
