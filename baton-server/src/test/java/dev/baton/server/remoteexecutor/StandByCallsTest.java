// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.Caller;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.memory.InMemoryBackend;
import dev.baton.protocol.CallResult;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Messages.LongPollTopic;
import dev.baton.protocol.Protocol;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests what a stand-by poll reports. */
final class StandByCallsTest {

  private static final int WAIT_MILLIS = 2_000;
  private static final int CHECK_MILLIS = 60_000;

  private final Clock clock = Clock.system();
  private final Caller caller = Caller.anonymous();
  private final InMemoryBackend memory = new InMemoryBackend(clock);
  private final LongPollCalls longPollCalls = new LongPollCalls(memory, clock);

  /** Asks the member a question right after its second heartbeat, which is that of the poll. */
  private static final class QuestionAfterHeartbeat extends ForwardingMemberRegistry {

    private int heartbeats;

    QuestionAfterHeartbeat(MemberRegistry memberRegistry) {
      super(memberRegistry);
    }

    @Override
    public List<Question> heartbeat(Member member) {
      List<Question> questions = super.heartbeat(member);
      heartbeats++;
      if (heartbeats == 2) {
        postQuestion(member.id(), THREADS);
      }
      return questions;
    }
  }

  @BeforeEach
  void start() {
    longPollCalls.start();
  }

  @AfterEach
  void close() {
    longPollCalls.stop();
    memory.close();
  }

  @Test
  void standBy_questionPostedRightAfterTheHeartbeat_isReported() throws IOException {
    MemberRegistry memberRegistry = new QuestionAfterHeartbeat(memory.memberRegistry());
    StandByMembers standByMembers = new StandByMembers(memberRegistry, clock);
    Member member = ClaimedJob.executor("e/1");
    standByMembers.heartbeat(caller, member.id(), member);
    Map<LongPollTopic, Long> seen = Map.of(LongPollTopic.POSTINGS, 0L, LongPollTopic.ENDED, 0L);
    CallResult result =
        new StandByCalls(longPollCalls, standByMembers, clock)
            .standBy(
                caller,
                new Messages.StandByRequest(
                    Map.of(longPollCalls.server(), seen),
                    Set.of(member.id()),
                    WAIT_MILLIS,
                    CHECK_MILLIS),
                () -> {});
    Messages.StandByReply reply =
        Protocol.read(Objects.requireNonNull(result.ok()), Messages.StandByReply.class);
    assertThat(reply.questions().get(member.id()))
        .extracting(MemberRegistry.Question::subject)
        .containsExactly(MemberRegistry.THREADS);
  }
}
