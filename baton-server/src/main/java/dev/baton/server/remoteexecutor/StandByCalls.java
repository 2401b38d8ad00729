// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import dev.baton.access.Caller;
import dev.baton.error.BatonException;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stand-by polls of remote executors: the only requests of an executor without jobs. A poll is
 * a heartbeat of the client's members; it waits for postings, ended jobs and questions; and it
 * notices when the client disconnects.
 */
record StandByCalls(LongPollCalls longPollCalls, StandByMembers standByMembers, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(StandByCalls.class);
  private static final Set<LongPollTopic> TOPICS =
      Set.of(LongPollTopic.POSTINGS, LongPollTopic.ENDED, LongPollTopic.QUESTIONS);
  // How often questions are read if the member registry does not report them.
  private static final Duration QUESTIONS_EVERY = Duration.ofSeconds(5);

  /**
   * Carries out a poll.
   *
   * @throws IOException if the client has disconnected; its members count as lost unless it is back
   *     soon
   */
  CallResult standBy(Caller caller, Messages.StandByRequest request, ConnectionCheck connection)
      throws IOException {
    try {
      return new CallResult(Protocol.toJson(counted(caller, request, connection)), null);
    } catch (BatonException e) {
      return new CallResult(null, CallResult.CallFailure.of(e));
    } catch (IOException e) {
      markLostUnlessBack(caller, request);
      throw e;
    }
  }

  private Messages.StandByReply counted(
      Caller caller, Messages.StandByRequest request, ConnectionCheck connection)
      throws IOException {
    standByMembers.pollBegins(caller, request.members());
    try {
      return await(caller, request, connection);
    } finally {
      standByMembers.pollEnds(caller, request.members());
    }
  }

  private Messages.StandByReply await(
      Caller caller, Messages.StandByRequest request, ConnectionCheck connection)
      throws IOException {
    String server = longPollCalls.server();
    Map<LongPollTopic, Long> seen = request.seen().getOrDefault(server, Map.of());
    Deadline end =
        after(Duration.ofMillis(Math.min(request.waitMillis(), Protocol.MAX_WAIT_MILLIS)));
    Deadline readQuestions = after(QUESTIONS_EVERY);
    // Read before the questions. Otherwise, a question that is posted between the two would be
    // counted and not read.
    Map<LongPollTopic, Long> counts = longPollCalls.awaitChange(TOPICS, Map.of(), Duration.ZERO);
    StandByMembers.Present present = standByMembers.heartbeat(caller, request.members());
    while (present.isSilent() && isSeen(counts, seen) && !end.isPast(clock)) {
      Map<LongPollTopic, Long> before = counts;
      counts = longPollCalls.awaitChange(TOPICS, before, step(request, end));
      boolean mayHaveQuestions = !same(LongPollTopic.QUESTIONS, before, counts);
      if (!longPollCalls.reportsQuestions() && readQuestions.isPast(clock)) {
        readQuestions = after(QUESTIONS_EVERY);
        mayHaveQuestions = true;
      }
      if (mayHaveQuestions) {
        present = standByMembers.heartbeat(caller, request.members());
      }
      connection.check();
    }
    return new Messages.StandByReply(server, counts, present.questions(), present.unknown());
  }

  private Deadline after(Duration duration) {
    return Deadline.after(clock.nanos(), duration);
  }

  private Duration step(Messages.StandByRequest request, Deadline end) {
    Duration check = Duration.ofMillis(request.checkMillis());
    Duration left = end.remaining(clock);
    return left.compareTo(check) < 0 ? left : check;
  }

  /** Whether the client knows the counts of the topics that it acts on. */
  private static boolean isSeen(Map<LongPollTopic, Long> counts, Map<LongPollTopic, Long> seen) {
    return same(LongPollTopic.POSTINGS, counts, seen) && same(LongPollTopic.ENDED, counts, seen);
  }

  private static boolean same(
      LongPollTopic topic, Map<LongPollTopic, Long> counts, Map<LongPollTopic, Long> others) {
    return Objects.equals(counts.get(topic), others.get(topic));
  }

  private void markLostUnlessBack(Caller caller, Messages.StandByRequest request) {
    Map<String, Long> heartbeats = standByMembers.heartbeats(caller, request.members());
    try {
      // No topic changes, so this only waits, until the server stops.
      longPollCalls.awaitChange(
          Set.of(), Map.of(), Duration.ofMillis(Math.min(request.checkMillis(), 60_000)));
      standByMembers.markUnchangedLost(caller, heartbeats);
    } catch (BatonException e) {
      LOG.debug(
          "members of a client that disconnected count as alive until they are too old: members={}",
          heartbeats.size(),
          e);
    }
  }
}
