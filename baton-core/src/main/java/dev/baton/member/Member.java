// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.member;

import dev.baton.job.JobId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of a Baton installation, as it describes itself.
 *
 * @param id {@code executor/<uuid>}, new with each start
 * @param kind the role of the process
 * @param name the name with which it was started; need not be unique
 * @param slots how many jobs the process can run at once; 0 if it runs no jobs
 * @param running how many jobs the process runs now
 * @param stopping whether the process claims no new jobs, because it is about to stop or an
 *     operator drains it
 * @param draining whether an operator drains the process
 * @param capabilities the names of the capabilities that the process can evaluate, whatever their
 *     results are now
 * @param actions the actions that it can run
 * @param refusals jobs that the process could run but refuses now because of a capability. The list
 *     has a limited length; jobs that were refused for the longest time come first
 * @param places the places, such as engines, that the process reaches now, by the identities that
 *     {@link dev.baton.plugin.Capability#places} returns; at most 100; null if the process does not
 *     report them, for example because it runs an earlier release
 * @param lostLeases how many times the process has lost its lease, and with it its claims, since
 *     its start; null if the process does not report it
 * @param lost whether the registry was told that the process is lost, and no heartbeat came since
 *     then; the registry ignores the value that the process itself sends
 * @param seen the time of its last heartbeat, by the store's clock; the registry ignores the value
 *     that the process itself sends
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
    boolean draining,
    List<String> capabilities,
    List<ActionInfo> actions,
    List<CapabilityRefusal> refusals,
    @Nullable List<String> places,
    @Nullable Integer lostLeases,
    boolean lost) {

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

  /**
   * Returns a builder of a member that runs no jobs, on an unknown host.
   *
   * @param started also the time of the last heartbeat, until another time is set
   */
  public static MemberBuilder builder(String id, Kind kind, String name, Instant started) {
    return new MemberBuilder(id, kind, name, started);
  }

  /** Returns a builder that starts with the components of this member. */
  public MemberBuilder toBuilder() {
    return new MemberBuilder(this);
  }

  /** Returns the same member with another time of its last heartbeat. */
  public Member withSeen(Instant newSeen) {
    return toBuilder().seen(newSeen).build();
  }

  public Member withRefusals(List<CapabilityRefusal> newRefusals) {
    return toBuilder().refusals(newRefusals).build();
  }

  public Member withActions(List<ActionInfo> newActions) {
    return toBuilder().actions(newActions).build();
  }

  /** Returns the reported refusal of a job by one of the capabilities; empty if there is none. */
  public Optional<CapabilityRefusal> findRefusal(JobId job, Collection<String> ofCapabilities) {
    return refusals.stream()
        .filter(refusal -> refusal.job().equals(job))
        .filter(refusal -> ofCapabilities.contains(refusal.capability()))
        .findFirst();
  }

  /** Returns the name and host of the member, for display. */
  public String nameAndHost() {
    return name + " on " + host;
  }

  /** Returns the name of this machine, for {@link #host()}. */
  public static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The role of a process. A STANDALONE has all roles. */
  public enum Kind {
    EXECUTOR,
    DISTRIBUTOR,
    SERVER,
    STANDALONE
  }
}
