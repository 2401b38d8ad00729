// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.member.Member;
import dev.baton.member.MemberRegistry;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the reports of the executors about their engines. Executors are asked only when a client
 * reads the engines, and at most every 20 seconds, however many clients read. Thread-safe.
 */
final class EngineReports {

  private static final Logger LOG = LoggerFactory.getLogger(EngineReports.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The capability that every executor with engines has. */
  private static final String ENGINE_CAPABILITY = "engine_available";

  private static final Duration FRESH = Duration.ofSeconds(20);

  /** Long enough for a heartbeat of a registry without a watch, and the checks of the engines. */
  private static final Duration PATIENCE = Duration.ofSeconds(7);

  private static final int MOST_ENGINES = 100;
  private static final int LONGEST = 1_000;
  private static final Set<String> STATUSES =
      Set.of("reachable", "unreachable", "forbidden", "invalid");

  private final LiveMembers live;
  private final AskMembers members;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  // Guarded by asking: the fields below.
  private @Nullable Deadline fresh;
  private Map<String, List<ObjectNode>> reports = Map.of();

  EngineReports(LiveMembers live, AskMembers members, Clock clock) {
    this.live = live;
    this.members = members;
    this.clock = clock;
  }

  /**
   * Returns the engines of the live executors. Of an executor that does not answer in time, the
   * last report is returned; it shows when the engines were checked.
   */
  List<ObjectNode> all() throws InterruptedException {
    asking.lockInterruptibly();
    try {
      if (fresh == null || fresh.isPast(clock)) {
        reports = read();
        fresh = Deadline.after(clock.nanos(), FRESH);
      }
      return reports.values().stream().flatMap(List::stream).map(ObjectNode::deepCopy).toList();
    } finally {
      asking.unlock();
    }
  }

  private Map<String, List<ObjectNode>> read() throws InterruptedException {
    List<Member> executors =
        live.executors().stream()
            .filter(member -> member.capabilities().contains(ENGINE_CAPABILITY))
            .toList();
    Map<String, String> answers = members.askWithin(PATIENCE, executors, MemberRegistry.ENGINES);
    Map<String, List<ObjectNode>> read = new LinkedHashMap<>();
    for (Member executor : executors) {
      List<ObjectNode> engines =
          Optional.ofNullable(answers.get(executor.id()))
              .flatMap(answer -> engines(executor, answer))
              .orElseGet(() -> reports.getOrDefault(executor.id(), List.of()));
      read.put(executor.id(), engines);
    }
    return read;
  }

  /**
   * Reads the answer of an executor; empty if it is no report, for example because the executor
   * runs an earlier release.
   */
  private static Optional<List<ObjectNode>> engines(Member executor, String answer) {
    try {
      JsonNode parsed = JSON.readTree(answer);
      if (!parsed.isArray()) {
        return Optional.empty();
      }
      List<ObjectNode> engines = new ArrayList<>();
      parsed.forEach(engine -> {
        if (engine.path("name").isTextual() && engines.size() < MOST_ENGINES) {
          engines.add(document(executor, engine));
        }
      });
      return Optional.of(engines);
    } catch (JsonProcessingException e) {
      LOG.debug("answer of an executor is no report of engines: executor={}", executor.id(), e);
      return Optional.empty();
    }
  }

  /** Copies only known attributes, because the executor may run with the key of another machine. */
  private static ObjectNode document(Member executor, JsonNode engine) {
    ObjectNode doc = JsonNodes.object();
    String name = text(engine, "name", "");
    doc.put("id", "engine/" + executor.id().replaceFirst("^executor/", "") + "." + name);
    doc.put("resource-type", "engine");
    doc.put("name", name);
    doc.put("executor", executor.id());
    doc.put("executor-name", executor.name());
    doc.put("host", executor.host());
    String status = text(engine, "status", "");
    doc.put("status", STATUSES.contains(status) ? status : "unreachable");
    doc.put("default", engine.path("default").asBoolean());
    copy(engine, doc, "product", "version", "address", "error", "last-error");
    time(engine, doc, "checked");
    time(engine, doc, "last-error-at");
    numbers(engine, doc, "limit", "owner-limit", "threshold", "share");
    for (String amount : List.of("capacity", "load")) {
      if (engine.path(amount).isObject()) {
        numbers(engine.path(amount), doc.putObject(amount), "cpus", "memory", "jobs");
      }
    }
    ArrayNode permissions = doc.putArray("permissions");
    engine
        .path("permissions")
        .forEach(permission -> {
          if (permissions.size() < MOST_ENGINES) {
            ObjectNode each = permissions.addObject().put("name", text(permission, "name", "?"));
            each.put("needed", permission.path("needed").asBoolean());
            copy(permission, each, "refusal");
          }
        });
    return doc;
  }

  private static String text(JsonNode from, String attribute, String otherwise) {
    String text = from.path(attribute).asText(otherwise);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static void copy(JsonNode from, ObjectNode to, String... attributes) {
    for (String attribute : attributes) {
      if (from.path(attribute).isTextual()) {
        to.put(attribute, text(from, attribute, ""));
      }
    }
  }

  private static void numbers(JsonNode from, ObjectNode to, String... attributes) {
    for (String attribute : attributes) {
      if (from.path(attribute).isNumber()) {
        to.set(attribute, from.get(attribute));
      }
    }
  }

  private static void time(JsonNode from, ObjectNode to, String attribute) {
    if (from.path(attribute).canConvertToLong()) {
      JsonNodes.put(to, attribute, Instant.ofEpochMilli(from.path(attribute).asLong()));
    }
  }
}
