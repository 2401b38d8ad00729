// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.member.ActionInfo;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The resource of the members of the installation, and the requests of operators to one member:
 * thread dump, drain, log level.
 */
record ExecutorResource(
    MemberRegistry memberRegistry, RefusedJobs refused, AskMembers members, Clock clock) {
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
          "draining",
          "lost-leases",
          "capabilities",
          "actions",
          "refusals",
          "refusals/job",
          "refusals/action",
          "refusals/capability",
          "refusals/reason",
          "refusals/since");

  /** A process is listed for about an hour after its last heartbeat. */
  private static final Duration LISTED = Duration.ofHours(1).plus(LiveMembers.ALIVE);

  /** The schema of the response to a request that was carried out. */
  static final ObjectNode MESSAGE =
      new ObjectSchema()
          .number("status", "200")
          .text("message", "What was done")
          .text("resource-id", "The resource")
          .build();

  private static final List<String> LEVELS =
      List.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE", MemberRegistry.CONFIGURED_LEVEL);
  private static final Pattern LOGGER = Pattern.compile("[A-Za-z0-9_.$]{1,150}");

  List<Route> routes() {
    String one = "/api/executor/{uuid}";
    return EXECUTORS.routes(
        "Processes that were alive recently",
        request -> Response.ok(EXECUTORS.search(request, clock, this::visible)),
        Route.of(GET, one, "A process", this::get),
        Route.of(POST, one + "/threads", "A thread dump of the process", this::threads)
            .answers(new ObjectSchema().text("threads", "The stack traces").build()),
        Route.of(POST, one + "/drain", "Let the executor claim no more jobs", this::drain)
            .answers(MESSAGE),
        Route.of(POST, one + "/undrain", "Let the executor claim jobs again", this::undrain)
            .answers(MESSAGE),
        Route.of(GET, one + "/log-level", "The log levels of the process", this::logLevels)
            .answers(levelsSchema()),
        Route.of(POST, one + "/log-level", "Change a log level of the process", this::logLevel)
            .accepts("log level", levelSchema())
            .answers(MESSAGE));
  }

  private static ObjectNode levelSchema() {
    ObjectNode schema =
        new ObjectSchema()
            .with(
                "level",
                "The new level; " + MemberRegistry.CONFIGURED_LEVEL + " takes all changes back",
                ObjectSchema.texts(LEVELS))
            .optional(
                "logger",
                "The logger and all loggers below it",
                ObjectSchema.type("string").put("default", "dev.baton"))
            .build();
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode levelsSchema() {
    ObjectNode level =
        new ObjectSchema()
            .text("logger", "The logger and all loggers below it")
            .text("level", "Its level")
            .with("changed", "Whether a request changed it", ObjectSchema.type("boolean"))
            .build();
    return new ObjectSchema()
        .with("levels", "The loggers with a level of their own", ObjectSchema.list(level))
        .build();
  }

  private List<ObjectNode> visible(Request request) {
    List<Member> listed = memberRegistry.members(LISTED);
    Map<String, List<RefusedJobs.JobRefusal>> refusals = refusals(request, listed);
    return listed.stream().map(member -> view(member, refusals)).toList();
  }

  /** Returns the refusals that the caller may see, by the id of the member. */
  private Map<String, List<RefusedJobs.JobRefusal>> refusals(Request request, List<Member> listed) {
    List<Member> alive =
        listed.stream().filter(member -> LiveMembers.isAlive(member, clock.now())).toList();
    return refused.visibleTo(request.caller(), alive);
  }

  private Response get(Request request) {
    EXECUTORS.checkQuery(request.caller());
    List<Member> listed = memberRegistry.members(LISTED);
    return Response.ok(view(required(request, listed), refusals(request, listed)));
  }

  private Member required(Request request) {
    return required(request, memberRegistry.members(LISTED));
  }

  private static Member required(Request request, List<Member> listed) {
    String id = "executor/" + request.segment("uuid");
    return listed.stream()
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
    requireAdministrator(request, "see the threads of an executor");
    String text = members.ask(required(request), MemberRegistry.THREADS);
    return Response.ok(JsonNodes.object().put("threads", text));
  }

  private Response drain(Request request) throws InterruptedException {
    requireAdministrator(request, "drain an executor");
    return done(required(request), MemberRegistry.DRAIN);
  }

  private Response undrain(Request request) throws InterruptedException {
    requireAdministrator(request, "make an executor claim jobs again");
    return done(required(request), MemberRegistry.UNDRAIN);
  }

  private Response logLevels(Request request) throws InterruptedException {
    requireAdministrator(request, "see the log levels of an executor");
    Member member = required(request);
    ObjectNode doc = JsonNodes.object();
    ArrayNode levels = doc.putArray("levels");
    for (String line : members.ask(member, MemberRegistry.LOG_LEVELS).split("\n")) {
      String[] words = line.split(" ");
      if (words.length < 2 || words.length > 3) {
        throw new ConflictException(
            member.id()
                + " does not report its log levels; it may have another version: '"
                + InputBounds.shown(line)
                + "'");
      }
      ObjectNode level = levels.addObject();
      level.put("logger", words[1]).put("level", words[0]).put("changed", words.length > 2);
    }
    return Response.ok(doc);
  }

  private Response logLevel(Request request) throws IOException, InterruptedException {
    requireAdministrator(request, "change the log level of an executor");
    ObjectNode body = request.object();
    JsonNodes.refuseUnknown(body, "a log level", Set.of("level", "logger"));
    String level = JsonNodes.text(body, "level").toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new InvalidInputException(
          "attribute 'level' is '"
              + InputBounds.shown(level)
              + "'; allowed: "
              + String.join(", ", LEVELS));
    }
    String logger = JsonNodes.textIn(body, "logger").orElse("dev.baton");
    if (!LOGGER.matcher(logger).matches()) {
      throw new InvalidInputException(
          "attribute 'logger' is '"
              + InputBounds.shown(logger)
              + "'; allowed: up to 150 letters, digits, '.', '_' and '$', such as dev.baton");
    }
    String subject = MemberRegistry.LOG_LEVEL + " " + level + " " + logger;
    return done(required(request), subject);
  }

  private Response done(Member member, String subject) throws InterruptedException {
    String answer = members.ask(member, subject);
    if (!answer.startsWith(MemberRegistry.DONE)) {
      throw new ConflictException(member.id() + " refuses: " + answer);
    }
    String message = answer.substring(MemberRegistry.DONE.length());
    return Response.ok(Response.message(200, message, member.id()));
  }

  private static void requireAdministrator(Request request, String what) {
    if (!request.caller().isAdmin()) {
      throw new ForbiddenException("only administrators may " + what);
    }
  }

  private ObjectNode view(Member member, Map<String, List<RefusedJobs.JobRefusal>> refusals) {
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
    doc.put("alive", LiveMembers.isAlive(member, clock.now()));
    doc.put("slots", member.slots());
    doc.put("running", member.running());
    doc.put("stopping", member.stopping());
    doc.put("draining", member.draining());
    Integer lost = member.lostLeases();
    if (lost != null) {
      doc.put("lost-leases", lost);
    }
    doc.set("capabilities", JsonNodes.texts(member.capabilities()));
    doc.set("actions", JsonNodes.texts(member.actions().stream().map(ActionInfo::name).toList()));
    ArrayNode ofMember = doc.putArray("refusals");
    refusals.getOrDefault(member.id(), List.of()).forEach(each -> add(ofMember, each));
    return doc;
  }

  private static void add(ArrayNode refusals, RefusedJobs.JobRefusal refused) {
    ObjectNode node = refusals.addObject();
    node.put("job", refused.job().toString());
    node.put("action", refused.action());
    node.put("capability", refused.refusal().capability());
    node.put("reason", refused.refusal().reason());
    JsonNodes.put(node, "since", refused.refusal().since());
  }
}
