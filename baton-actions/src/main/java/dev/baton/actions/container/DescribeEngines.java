// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.Engines;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Threads;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the engines of this process for an operator, and writes the answers as a JSON array.
 * Engines that the process neither has settings for nor has opened are left out. Thread-safe.
 */
final class DescribeEngines {

  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int LONGEST = 1_000;
  private static final String FORBIDDEN = "forbidden";

  private final Engines engines;
  private final EngineSettings settings;
  private final Clock clock;
  // The running check of each engine. An engine that hangs has one thread, however often it is
  // asked.
  private final Map<String, CompletableFuture<ObjectNode>> running = new ConcurrentHashMap<>();
  private final Map<String, LastError> errors = new ConcurrentHashMap<>();

  /** The error of the last check that failed. */
  private record LastError(String message, Instant at) {}

  DescribeEngines(Engines engines, EngineSettings settings, Clock clock) {
    this.engines = engines;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns the description of each engine. Blocks for at most four seconds. */
  String describe() {
    SortedSet<String> names = engines.inUse();
    names.add(settings.engine());
    SortedMap<String, CompletableFuture<ObjectNode>> checks = new TreeMap<>();
    names.forEach(name -> checks.put(name, running.computeIfAbsent(name, this::start)));
    Deadline end = Deadline.after(clock.nanos(), PATIENCE);
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    checks.forEach((name, check) -> all.add(await(name, check, end)));
    return all.toString();
  }

  private CompletableFuture<ObjectNode> start(String name) {
    CompletableFuture<ObjectNode> checked = new CompletableFuture<>();
    Threads.virtual(
            "engine-check",
            () -> {
              ObjectNode description = check(name);
              running.remove(name);
              checked.complete(description);
            })
        .start();
    return checked;
  }

  private ObjectNode await(String name, CompletableFuture<ObjectNode> check, Deadline end) {
    try {
      return check.get(Math.max(1, end.remaining(clock).toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String error = "engine '" + name + "' has not answered for " + PATIENCE.toSeconds() + " s";
      return failed(name, "unreachable", error);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(name, "unreachable", "interrupted while engine '" + name + "' was checked");
    }
  }

  private ObjectNode check(String name) {
    try {
      return describe(name, engines.get(name).check());
    } catch (ForbiddenException e) {
      return failed(name, FORBIDDEN, text(e));
    } catch (InvalidInputException e) {
      return failed(name, "invalid", text(e));
    } catch (RuntimeException e) {
      // The engine does not answer, or the code of a plugin failed; both are shown to the operator.
      return failed(name, "unreachable", text(e));
    }
  }

  private static String text(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private ObjectNode failed(String name, String status, String error) {
    String shown = cut(error);
    errors.put(name, new LastError(shown, clock.now()));
    return document(name, status).put("error", shown);
  }

  private ObjectNode describe(String name, EngineCheck check) {
    boolean isMissing = check.operations().stream().anyMatch(EngineCheck.Operation::isMissing);
    ObjectNode doc = document(name, isMissing ? FORBIDDEN : "reachable");
    doc.put("product", cut(check.product()));
    put(doc, "version", check.version());
    doc.put("address", cut(check.address()));
    doc.set("capacity", amount(check.capacity()));
    doc.set("load", amount(check.load()));
    Double share = check.share();
    if (share != null) {
      doc.put("share", share);
    }
    ArrayNode permissions = doc.putArray("permissions");
    for (EngineCheck.Operation operation : check.operations()) {
      ObjectNode each = permissions.addObject().put("name", cut(operation.name()));
      each.put("needed", operation.isNeeded());
      put(each, "refusal", operation.refusal());
    }
    return doc;
  }

  private ObjectNode document(String name, String status) {
    ObjectNode doc = JsonNodeFactory.instance.objectNode();
    doc.put("name", name);
    doc.put("status", status);
    doc.put("default", name.equals(settings.engine()));
    doc.put("checked", clock.now().toEpochMilli());
    if (settings.limit() != null) {
      doc.put("limit", settings.limit());
    }
    if (settings.ownerLimit() != null) {
      doc.put("owner-limit", settings.ownerLimit());
    }
    if (settings.threshold() != null) {
      doc.put("threshold", settings.threshold());
    }
    LastError last = errors.get(name);
    if (last != null) {
      doc.put("last-error", last.message());
      doc.put("last-error-at", last.at().toEpochMilli());
    }
    return doc;
  }

  private static ObjectNode amount(EngineCheck.Amount amount) {
    ObjectNode doc = JsonNodeFactory.instance.objectNode();
    BigDecimal cpus = amount.cpus();
    if (cpus != null) {
      doc.put("cpus", cpus);
    }
    if (amount.memory() != null) {
      doc.put("memory", amount.memory());
    }
    if (amount.jobs() != null) {
      doc.put("jobs", amount.jobs());
    }
    return doc;
  }

  private static void put(ObjectNode doc, String attribute, @Nullable String text) {
    if (text != null) {
      doc.put(attribute, cut(text));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
