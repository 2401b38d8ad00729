// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.RunLocation;
import dev.baton.plugin.Capability;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Accepts a container job if this executor reaches the job's engine. If the program was started
 * before, the executor must reach the same place in which the program was started.
 */
final class EngineCapability implements Capability {

  static final String NAME = "engine_available";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_WAITS = 10_000;

  private final EngineAvailability engines;
  private final EngineSettings settings;
  private final LiveExecutors live;
  private final Supplier<SortedSet<String>> inUse;
  private final Clock clock;
  // Until when each job whose program was started in another place is left to other executors. Used
  // by the claiming thread.
  private final Map<JobId, Deadline> waits = new ConcurrentHashMap<>();

  /**
   * Creates the capability.
   *
   * @param live finds the executors that reach the place in which a program was started
   * @param inUse the names of the engines that this process has settings for or has opened
   */
  EngineCapability(
      EngineAvailability engines,
      EngineSettings settings,
      LiveExecutors live,
      Supplier<SortedSet<String>> inUse,
      Clock clock) {
    this.engines = engines;
    this.settings = settings;
    this.live = live;
    this.inUse = inUse;
    this.clock = clock;
  }

  /**
   * Returns the places of all engines that this executor reaches. Engines are also probed while the
   * executor has no free slot and checks no jobs, so that other executors know that it still
   * reaches the places of its earlier programs.
   */
  @Override
  public List<String> places() {
    SortedSet<String> names = inUse.get();
    names.add(settings.engine());
    return engines.reached(names);
  }

  @Override
  public boolean test(Job job) throws Exception {
    return refusal(job).isEmpty();
  }

  @Override
  public Optional<String> refusal(Job job) throws InterruptedException {
    JsonNode parameters = parameters(job);
    RunLocation stored = job.status().location();
    String name = stored == null ? engine(parameters) : stored.engine();
    return switch (engines.of(name)) {
      case EngineAvailability.Answer.Missing missing ->
          Optional.of(missing.reason() + (stored == null ? "" : "; its program was started there"));
      case EngineAvailability.Answer.Reached reached -> {
        if (stored == null || reached.place().isAt(stored.place())) {
          waits.remove(job.id());
          yield Optional.empty();
        }
        yield startedElsewhere(job, stored, parameters, reached.place().address());
      }
    };
  }

  private Optional<String> startedElsewhere(
      Job job, RunLocation stored, JsonNode parameters, String reachedAddress) {
    if (waits.size() >= MOST_WAITS) {
      waits.values().removeIf(end -> end.isPast(clock));
    }
    Duration lostAfter = lostAfter(parameters);
    Deadline end = waits.computeIfAbsent(job.id(), id -> Deadline.after(clock.nanos(), lostAfter));
    String where =
        "its program was started in engine '" + stored.engine() + "' at " + stored.address();
    if (!end.isPast(clock)) {
      return Optional.of(
          where
              + "; on this executor the engine is at "
              + reachedAddress
              + "; the program counts as lost in "
              + end.remaining(clock).toSeconds()
              + " s");
    }
    Optional<String> other = live.reaching(stored.place(), job);
    if (other.isPresent()) {
      waits.put(job.id(), Deadline.after(clock.nanos(), lostAfter));
      return Optional.of(where + "; it waits for executor " + other.get() + ", which reaches it");
    }
    waits.remove(job.id());
    return Optional.empty();
  }

  private String engine(JsonNode parameters) {
    JsonNode named = parameters.path("engine");
    return named.isTextual() ? named.textValue() : settings.engine();
  }

  private static Duration lostAfter(JsonNode parameters) {
    JsonNode text = parameters.path("lostAfter");
    try {
      return Duration.parse(text.isTextual() ? text.textValue() : ContainerOptions.LOST_AFTER);
    } catch (DateTimeException e) {
      // The parameter is invalid. The action refuses it with a message, so the capability need not
      // report it.
      return Duration.ZERO;
    }
  }

  /**
   * Returns the parameters of the job. Returns an empty object if they cannot be read; the action
   * then refuses them, because only the action can fail the job.
   */
  static JsonNode parameters(Job job) {
    String payload = job.spec().payload();
    try {
      return JSON.readTree(payload == null ? "{}" : payload);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
