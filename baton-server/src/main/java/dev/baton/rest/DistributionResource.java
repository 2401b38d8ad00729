// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.election.DistributionState;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.Upkeep;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The resource of the distributions: those that this process provides, and those that have run in
 * any process.
 */
record DistributionResource(Backend backend, Catalogue catalogue, AskMembers members, Clock clock) {
  private static final String UPKEEP = "upkeep";
  private static final ResourceCollection DISTRIBUTIONS =
      ResourceCollection.of(
          "distribution",
          Principals.USER,
          null,
          "name",
          "description",
          "plugin",
          "schedule",
          "zone",
          "misfire",
          "kind",
          "overlap",
          "leader",
          "last-run",
          "next-run",
          "last-changed",
          "last-posted",
          "last-error",
          "last-leader",
          "misfires",
          "last-misfire");

  List<Route> routes() {
    return DISTRIBUTIONS.routes(
        "Schedules that post jobs or do upkeep",
        request ->
            Response.ok(DISTRIBUTIONS.search(request, clock, each -> List.copyOf(all().values()))),
        Route.of(GET, "/api/distribution/{name}", "A distribution", this::get),
        Route.of(
                GET,
                "/api/distribution/{name}/next-runs",
                "The next times of a distribution",
                this::nextRuns)
            .query(NextRuns.COUNT.name())
            .answers(NextRuns.schema()),
        Route.of(POST, "/api/distribution/{name}/trigger", "Run a distribution now", this::trigger)
            .answers(ExecutorResource.MESSAGE));
  }

  /**
   * Asks all distributors to run the distribution; only its leader does. The name of the leader
   * does not identify a member, because several distributors may have the same name.
   */
  private Response trigger(Request request) throws InterruptedException {
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("only administrators may run a distribution now");
    }
    String name = request.segment("name");
    require(name);
    List<Member> distributors =
        backend.memberRegistry().membersNotLost(LiveMembers.ALIVE).stream()
            .filter(member -> member.kind() == Member.Kind.DISTRIBUTOR)
            .toList();
    List<String> answers =
        members.ask(
            distributors,
            MemberRegistry.RUN_DISTRIBUTION + " " + name,
            answer -> answer.startsWith(MemberRegistry.DONE));
    if (answers.stream().noneMatch(answer -> answer.startsWith(MemberRegistry.DONE))) {
      throw new ConflictException(
          "no live distributor leads distribution/"
              + name
              + " (asked "
              + distributors.size()
              + ", answered "
              + answers.size()
              + "); start a distributor, or try again when one leads it");
    }
    return Response.ok(
        Response.message(200, "distribution/" + name + " runs now", "distribution/" + name));
  }

  private Response get(Request request) {
    DISTRIBUTIONS.checkQuery(request.caller());
    String name = request.segment("name");
    return Response.ok(require(name));
  }

  private Response nextRuns(Request request) {
    DISTRIBUTIONS.checkQuery(request.caller());
    ObjectNode distribution = require(request.segment("name"));
    int count = NextRuns.COUNT.intIn(request.query());
    return Response.ok(NextRuns.of(distribution, count, clock.now()).document());
  }

  private ObjectNode require(String name) {
    ObjectNode found = all().get(name);
    if (found == null) {
      throw new NotFoundException(
          "distribution/" + name.substring(0, Math.min(80, name.length())) + " not found");
    }
    return found;
  }

  private SortedMap<String, ObjectNode> all() {
    SortedMap<String, ObjectNode> all = new TreeMap<>();
    catalogue.distributions().forEach(known -> all.put(known.name(), view(known)));
    for (DistributionState state : backend.distributions().all()) {
      add(all.computeIfAbsent(state.name(), DistributionResource::view), state);
    }
    addLeaders(all);
    return all;
  }

  /**
   * Adds the leader of each distribution. The leader is found by the name of the election, which
   * the catalogue contains. If a distribution is not in the catalogue of this process, its election
   * is assumed to have the same name.
   */
  private void addLeaders(SortedMap<String, ObjectNode> all) {
    Map<String, String> elections = new HashMap<>();
    all.keySet().forEach(name -> elections.put(name, name));
    catalogue.distributions().forEach(known -> elections.put(known.name(), known.election()));
    Map<String, @Nullable String> leaders =
        backend.election().leaders(Set.copyOf(elections.values()));
    all.forEach((name, doc) -> JsonNodes.put(doc, "leader", leaders.get(elections.get(name))));
  }

  private static ObjectNode view(String name) {
    ObjectNode doc = JsonNodes.object();
    doc.put("id", "distribution/" + name);
    doc.put("resource-type", "distribution");
    doc.put("name", name);
    return doc;
  }

  private static ObjectNode view(Distribution distribution) {
    ObjectNode doc = view(distribution.name());
    doc.put("description", distribution.description());
    doc.put("plugin", distribution.plugin());
    schedule(doc, distribution.schedule().text());
    doc.put("misfire", word(distribution.misfire()));
    switch (distribution.distributionTask()) {
      case JobSource jobs -> doc.put("kind", "jobs").put("overlap", word(distribution.overlap()));
      case Upkeep upkeep -> doc.put("kind", UPKEEP);
    }
    return doc;
  }

  /** The zone is part of the text of the schedule, and also an attribute of its own. */
  private static void schedule(ObjectNode doc, String text) {
    doc.put("schedule", text);
    JsonNodes.put(doc, "zone", NextRuns.zoneOf(text));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void add(ObjectNode doc, DistributionState state) {
    schedule(doc, state.schedule());
    JsonNodes.put(doc, "last-run", state.lastTime());
    JsonNodes.put(doc, "next-run", state.nextTime());
    boolean upkeep = doc.path("kind").asText().equals(UPKEEP);
    doc.put(upkeep ? "last-changed" : "last-posted", state.lastPosted());
    JsonNodes.put(doc, "last-error", state.lastError());
    doc.put("last-leader", state.leader());
    doc.put("misfires", state.misfires());
    JsonNodes.put(doc, "last-misfire", state.lastMisfire());
  }
}
