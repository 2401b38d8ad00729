// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import dev.baton.executor.Member;
import dev.baton.executor.Roster;
import dev.baton.service.Retry;
import dev.baton.wire.Calls;
import dev.baton.wire.Forms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class RemoteRoster implements Roster {

  private final Http http;
  private final Retry retry;

  RemoteRoster(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  @Override
  public List<Question> beat(Member member) {
    return http.call(Calls.BEAT, new Forms.Beat(member)).questions();
  }

  @Override
  public void leave(String memberId) {
    http.call(Calls.LEAVE_ROSTER, new Forms.Text(memberId));
  }

  @Override
  public List<Member> members(Duration seenWithin) {
    Forms.SeenWithin request = new Forms.SeenWithin(seenWithin);
    return retry.harmless(() -> http.call(Calls.MEMBERS, request)).members();
  }

  /** Not repeated: it would be asked twice. */
  @Override
  public String ask(String memberId, String subject) {
    return http.call(Calls.ASK, new Forms.Ask(memberId, subject)).text();
  }

  @Override
  public void answer(String questionId, String text) {
    Forms.Reply reply = new Forms.Reply(questionId, text);
    retry.harmless(() -> http.call(Calls.ANSWER, reply));
  }

  @Override
  public Optional<String> answerTo(String questionId) {
    Forms.Text question = new Forms.Text(questionId);
    return Optional.ofNullable(retry.harmless(() -> http.call(Calls.ANSWER_TO, question)).text());
  }
}
