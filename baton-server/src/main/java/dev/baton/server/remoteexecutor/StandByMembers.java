// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last descriptions of the members that send heartbeats to this server, so that a stand-by poll
 * can be a heartbeat without a description. Thread-safe.
 */
final class StandByMembers {

  private static final Logger LOG = LoggerFactory.getLogger(StandByMembers.class);
  // Longer than a stand-by poll with the pause after it.
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final int MAX_ACTION_LISTS = 1_000;

  /**
   * A member that sends heartbeats.
   *
   * @param stored the member as it is stored; its id may differ from the id that the client sends
   * @param heartbeats the number of heartbeats
   */
  private record KnownMember(Member stored, AtomicLong heartbeats, Deadline keptUntil) {}

  /**
   * The result of heartbeats.
   *
   * @param questions the unanswered questions, by the id of the member; without members that have
   *     none
   * @param unknown the ids of members whose description is missing here
   */
  record Present(Map<String, List<MemberRegistry.Question>> questions, Set<String> unknown) {
    /** Whether there is nothing to tell the client. */
    boolean isSilent() {
      return questions.isEmpty() && unknown.isEmpty();
    }
  }

  private final MemberRegistry memberRegistry;
  private final Clock clock;
  // By caller and the id that the client sends.
  private final ConcurrentMap<String, KnownMember> members = new ConcurrentHashMap<>();
  // The number of polls that wait, by caller and the id that the client sends.
  private final ConcurrentMap<String, Integer> polls = new ConcurrentHashMap<>();
  // Many executors announce the same actions, whose schemas are large. Each list is kept once.
  private final Map<List<ActionInfo>, List<ActionInfo>> actionLists = new ConcurrentHashMap<>();

  StandByMembers(MemberRegistry memberRegistry, Clock clock) {
    this.memberRegistry = memberRegistry;
    this.clock = clock;
  }

  /**
   * Carries out a heartbeat with a description, and remembers the description.
   *
   * @param memberId the id that the client sends
   * @param stored the member as it is stored
   */
  List<MemberRegistry.Question> heartbeat(Caller caller, String memberId, Member stored) {
    members.values().removeIf(each -> each.keptUntil().isPast(clock));
    if (actionLists.size() > MAX_ACTION_LISTS) {
      actionLists.clear();
    }
    List<ActionInfo> shared = actionLists.computeIfAbsent(stored.actions(), list -> list);
    members.compute(
        key(caller, memberId),
        (key, before) -> described(stored.withActions(shared), next(before)));
    return memberRegistry.heartbeat(stored);
  }

  private KnownMember described(Member stored, AtomicLong heartbeats) {
    return new KnownMember(stored, heartbeats, Deadline.after(clock.nanos(), KEPT));
  }

  private static AtomicLong next(@Nullable KnownMember before) {
    return new AtomicLong(before == null ? 1 : before.heartbeats().incrementAndGet());
  }

  /** Carries out heartbeats of members whose descriptions have not changed. */
  Present heartbeat(Caller caller, Set<String> memberIds) {
    Map<String, List<MemberRegistry.Question>> questions = new HashMap<>();
    Set<String> unknown = new HashSet<>();
    for (String id : memberIds) {
      String key = key(caller, id);
      KnownMember known =
          members.computeIfPresent(key, (same, before) -> described(before.stored(), next(before)));
      if (known == null) {
        unknown.add(id);
      } else {
        List<MemberRegistry.Question> ofMember = heartbeat(key, known);
        if (!ofMember.isEmpty()) {
          questions.put(id, ofMember);
        }
      }
    }
    return new Present(questions, unknown);
  }

  private List<MemberRegistry.Question> heartbeat(String key, KnownMember known) {
    List<MemberRegistry.Question> questions = memberRegistry.heartbeat(known.stored());
    // A heartbeat with a new description, or the end of the member, may have come in between. It
    // must not be undone.
    KnownMember now = members.get(key);
    if (now == null) {
      memberRegistry.leave(known.stored().id());
    } else if (!now.stored().equals(known.stored())) {
      memberRegistry.heartbeat(now.stored());
    }
    return questions;
  }

  /** A poll of the members begins to wait. */
  void pollBegins(Caller caller, Set<String> memberIds) {
    memberIds.forEach(id -> polls.merge(key(caller, id), 1, Integer::sum));
  }

  /** A poll of the members has ended, for any reason. */
  void pollEnds(Caller caller, Set<String> memberIds) {
    memberIds.forEach(id ->
        polls.computeIfPresent(key(caller, id), (key, count) -> count == 1 ? null : count - 1));
  }

  /** Returns the number of heartbeats of each of the members. */
  Map<String, Long> heartbeats(Caller caller, Set<String> memberIds) {
    Map<String, Long> heartbeats = new HashMap<>();
    for (String id : memberIds) {
      KnownMember known = members.get(key(caller, id));
      if (known != null) {
        heartbeats.put(id, known.heartbeats().get());
      }
    }
    return heartbeats;
  }

  /**
   * Marks the members lost that sent no heartbeat since the given counts, unless another of their
   * polls waits.
   */
  void markUnchangedLost(Caller caller, Map<String, Long> heartbeats) {
    heartbeats.forEach((id, before) -> {
      String key = key(caller, id);
      KnownMember known = members.get(key);
      if (known != null
          && known.heartbeats().get() == before
          && !polls.containsKey(key)
          && members.remove(key, known)) {
        markLost(key, known.stored());
      }
    });
  }

  private void markLost(String key, Member member) {
    memberRegistry.markLost(member.id());
    KnownMember back = members.get(key);
    if (back == null) {
      LOG.info(
          "member counts as lost, because its process disconnected: member={} name={}",
          member.id(),
          member.nameAndHost());
    } else {
      // A heartbeat may have come in between, and must not be undone.
      memberRegistry.heartbeat(back.stored());
    }
  }

  /** Forgets a member that leaves the member registry. */
  void forget(Caller caller, String memberId) {
    members.remove(key(caller, memberId));
  }

  private static String key(Caller caller, String memberId) {
    return caller.keyOrUser() + "\n" + memberId;
  }
}
