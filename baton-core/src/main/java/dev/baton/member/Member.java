// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of a Baton installation, as it describes itself.
 *
 * @param id {@code executor/<uuid>}, new with each start
 * @param kind what it does
 * @param name as it was started with; need not be unique
 * @param slots how many jobs it runs at once; 0 for those that run none
 * @param running how many it runs now
 * @param stopping whether it is draining
 * @param capabilities that it knows, whatever they answer now
 * @param actions that it can run
 * @param refusals jobs that it could run but refuses now; bounded, those refused longest first
 * @param places outside Baton that it reaches, as {@link dev.baton.plugin.Capability#places} names
 *     them; at most 100; null if it says nothing of them, as an earlier release does not
 * @param seen when it last said so, by the store's clock; what it says of this itself is ignored
 */
public record Member(
    String id,
    Kind kind,
    String name,
    String host,
    long pid,
    String version,
    Instant started,
    Instant seen,
    int slots,
    int running,
    boolean stopping,
    List<String> capabilities,
    List<ActionInfo> actions,
    List<CapabilityRefusal> refusals,
    @Nullable List<String> places) {

  private static final int MOST_PLACES = 100;
  private static final int LONGEST_PLACE = 1_000;

  public Member {
    capabilities = List.copyOf(capabilities);
    actions = List.copyOf(actions);
    refusals = List.copyOf(refusals);
    places =
        places == null || places.isEmpty()
            ? null
            : places.stream()
                .filter(place -> place.length() <= LONGEST_PLACE)
                .limit(MOST_PLACES)
                .toList();
  }

  /** A member that says nothing of places. */
  public Member(
      String id,
      Kind kind,
      String name,
      String host,
      long pid,
      String version,
      Instant started,
      Instant seen,
      int slots,
      int running,
      boolean stopping,
      List<String> capabilities,
      List<ActionInfo> actions,
      List<CapabilityRefusal> refusals) {
    this(
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
        capabilities,
        actions,
        refusals,
        null);
  }

  /** A member that refuses no jobs. */
  public Member(
      String id,
      Kind kind,
      String name,
      String host,
      long pid,
      String version,
      Instant started,
      Instant seen,
      int slots,
      int running,
      boolean stopping,
      List<String> capabilities,
      List<ActionInfo> actions) {
    this(
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
        capabilities,
        actions,
        List.of());
  }

  /** The same member at a later time. */
  public Member at(Instant now, int nowRunning, boolean nowStopping) {
    return new Member(
        id,
        kind,
        name,
        host,
        pid,
        version,
        started,
        now,
        slots,
        nowRunning,
        nowStopping,
        capabilities,
        actions,
        refusals,
        places);
  }

  /** The same member under another id. */
  public Member withId(String newId) {
    return new Member(
        newId,
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
        capabilities,
        actions,
        refusals,
        places);
  }

  /** The same member with other refusals. */
  public Member withRefusals(List<CapabilityRefusal> newRefusals) {
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
        capabilities,
        actions,
        newRefusals,
        places);
  }

  /** The same member with other places. */
  public Member withPlaces(List<String> newPlaces) {
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
        capabilities,
        actions,
        refusals,
        newPlaces);
  }

  /** The same member with other actions. */
  public Member withActions(List<ActionInfo> newActions) {
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
        capabilities,
        newActions,
        refusals,
        places);
  }

  /** For people: its name and host. */
  public String nameAndHost() {
    return name + " on " + host;
  }

  /** The name of this machine, for {@link #host()}. */
  public static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** What a process does; one that does all is a STANDALONE. */
  public enum Kind {
    EXECUTOR,
    DISTRIBUTOR,
    SERVER,
    STANDALONE
  }
}
