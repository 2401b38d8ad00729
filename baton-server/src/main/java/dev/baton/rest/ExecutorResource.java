// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The resource of the members of the installation. It can also request a thread dump from a member.
 *
 * @param stopping is counted down when the server stops, which ends the wait for a thread dump
 */
record ExecutorResource(MemberRegistry memberRegistry, Clock clock, CountDownLatch stopping) {
  private static final ResourceCollection EXECUTORS =
      ResourceCollection.of(
          "executor",
          Principals.USER,
          null,
          "name",
          "kind",
          "host",
          "pid",
          "version",
          "started",
          "seen",
          "alive",
          "slots",
          "running",
          "stopping",
          "capabilities",
          "actions");
  private static final Duration LISTED = Duration.ofMinutes(10);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int POLL_MILLIS = 200;

  List<Route> routes() {
    String one = "/api/executor/{uuid}";
    return EXECUTORS.routes(
        "Processes that were alive recently",
        request -> Response.ok(EXECUTORS.search(request, clock, this::visible)),
        Route.of(GET, one, "A process", this::get),
        Route.of(POST, one + "/threads", "A thread dump of the process", this::threads));
  }

  private List<ObjectNode> visible(Request request) {
    return memberRegistry.members(LISTED).stream().map(this::view).toList();
  }

  private Response get(Request request) {
    EXECUTORS.checkQuery(request.caller());
    return Response.ok(view(required(request)));
  }

  private Member required(Request request) {
    String id = "executor/" + request.segment("uuid");
    return memberRegistry.members(LISTED).stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new NotFoundException(
                id.substring(0, Math.min(id.length(), 80))
                    + " not found; it may have stopped: GET /api/executor lists the executors"));
  }

  /**
   * Answers with the stack traces of a member. Only administrators may see them, because they
   * reveal internals.
   */
  private Response threads(Request request) throws InterruptedException {
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("only administrators may see the threads of an executor");
    }
    Member member = required(request);
    String question = memberRegistry.postQuestion(member.id(), MemberRegistry.THREADS);
    Deadline end = Deadline.after(clock.nanos(), ANSWER);
    Optional<String> answer = memberRegistry.answerTo(question);
    while (answer.isEmpty() && !end.isPast(clock)) {
      if (stopping.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new UnavailableException("the server is stopping");
      }
      answer = memberRegistry.answerTo(question);
    }
    String text =
        answer.orElseThrow(() ->
            new UnavailableException(
                member.id() + " did not answer within " + ANSWER.toSeconds() + " s; is it alive?"));
    return Response.ok(JsonNodes.object().put("threads", text));
  }

  private ObjectNode view(Member member) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", member.id());
    doc.put("resource-type", "executor");
    doc.put("name", member.name());
    doc.put("kind", member.kind().name().toLowerCase(Locale.ROOT));
    doc.put("host", member.host());
    doc.put("pid", member.pid());
    doc.put("version", member.version());
    JsonNodes.put(doc, "started", member.started());
    JsonNodes.put(doc, "seen", member.seen());
    doc.put("alive", member.seen().plus(LiveMembers.ALIVE).isAfter(clock.now()));
    doc.put("slots", member.slots());
    doc.put("running", member.running());
    doc.put("stopping", member.stopping());
    doc.set("capabilities", JsonNodes.texts(member.capabilities()));
    doc.set("actions", JsonNodes.texts(member.actions().stream().map(ActionInfo::name).toList()));
    return doc;
  }
}
