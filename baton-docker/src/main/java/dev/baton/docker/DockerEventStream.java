// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.baton.engine.EngineEvent;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.service.UnreadableRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports the changes of containers that the engine's event stream announces. An event only names a
 * container, so the container is inspected before it is reported. In addition, all containers are
 * listed when the stream starts again and once a minute, because an engine drops events if the
 * reader is too slow.
 */
final class DockerEventStream implements Service {

  private static final Backoff AGAIN =
      Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(2));
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration LIST_INTERVAL = Duration.ofMinutes(1);

  /**
   * The assumed maximum difference between the clocks of two machines. The event stream of a remote
   * engine is requested from a time that is this much earlier, so that no event is missed.
   */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final Duration HEAD = Duration.ofDays(1);
  private static final Set<String> REPORTING =
      Set.of("create", "start", "die", "destroy", "remove", "pause", "unpause");

  private final DockerApi api;
  private final DockerContainers dockerContainers;
  private final Consumer<DockerContainer> seen;
  private final Consumer<EngineEvent> listener;
  private final Clock clock;
  // The time from which the next stream delivers events. Used only by the reader thread after the
  // constructor.
  private Instant next;
  private final PollLoop reader = PollLoop.of("docker-events", this::read, AGAIN);
  private final PollLoop reporter = PollLoop.of("docker-changes", this::report, AGAIN);
  // The names of containers to inspect. Added by the reader thread, removed by the reporter thread.
  private final Set<String> marked = ConcurrentHashMap.newKeySet();
  private final UnreadableRecords unreadable = new UnreadableRecords("containers");
  // Set by the reader thread to request a list of all containers; cleared by the reporter thread.
  private volatile boolean mustList;
  private volatile boolean missedSome;
  // The last known id and state of each container, by name; null before the first list. Used only
  // by the reporter thread.
  private @Nullable Map<String, String> known;
  private Deadline nextCheck;

  /**
   * Prepares a stream that reports the changes from now on.
   *
   * @param seen receives each container that is inspected
   */
  DockerEventStream(
      DockerApi api,
      DockerContainers dockerContainers,
      Consumer<DockerContainer> seen,
      Consumer<EngineEvent> listener,
      Clock clock) {
    this.api = api;
    this.dockerContainers = dockerContainers;
    this.seen = seen;
    this.listener = listener;
    this.clock = clock;
    this.next = now();
    this.nextCheck = inAWhile();
  }

  @Override
  public void start() {
    reporter.start();
    reader.start();
  }

  /** Within twenty seconds: both poll loops stop as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    reader.stop();
    reporter.stop();
  }

  private Deadline inAWhile() {
    return Deadline.after(clock.nanos(), LIST_INTERVAL);
  }

  private PassResult read() throws IOException {
    // The head of the answer arrives only with the first event, perhaps after a long time. The ping
    // detects at once that an engine does not answer.
    api.ping();
    Instant from = next;
    next = now();
    mustList = true;
    reporter.wake();
    try (DockerHttpResponse stream = api.open(path(from), HEAD);
        MappingIterator<JsonNode> events =
            DockerApi.JSON.readerFor(JsonNode.class).readValues(stream.body())) {
      while (events.hasNextValue()) {
        mark(events.nextValue());
      }
      throw new IOException("the engine ended the stream of events");
    } catch (IOException | RuntimeException e) {
      missedSome = true;
      throw e;
    }
  }

  private String path(Instant from) {
    String time = from.getEpochSecond() + "." + "%09d".formatted(from.getNano());
    return "/events?filters=" + dockerContainers.filter() + "&since=" + time;
  }

  private Instant now() {
    return api.host().isLocal() ? clock.now() : clock.now().minus(SKEW);
  }

  private void mark(JsonNode event) {
    if (REPORTING.contains(event.path("Action").asText())) {
      marked.add(event.path("Actor").path("Attributes").path("name").asText());
      reporter.wake();
    }
  }

  private PassResult report() {
    if (mustList || nextCheck.isPast(clock)) {
      // The flag is cleared before the list is read. A stream that starts during the list sets the
      // flag again, and this must not be lost.
      mustList = false;
      markChanged();
      nextCheck = inAWhile();
    }
    boolean soon = false;
    for (String name : List.copyOf(marked)) {
      marked.remove(name);
      try {
        report(name);
        unreadable.readSucceeded(name);
      } catch (RuntimeException e) {
        marked.add(name);
        if (!dockerContainers.answers()) {
          throw e;
        }
        // A container that the engine cannot show must not prevent reports about the others.
        unreadable.failed(name, e);
        soon = true;
      }
    }
    return PassResult.waitFor(soon ? RETRY : nextCheck.remaining(clock));
  }

  /**
   * Lists all containers and marks those that changed since the last list, so that they are
   * inspected and reported. The first list marks all containers if a stream has failed before, and
   * otherwise only those with a timeout.
   */
  private void markChanged() {
    List<DockerContainers.ListedContainer> list;
    try {
      list = dockerContainers.list();
    } catch (RuntimeException e) {
      mustList = true;
      throw e;
    }
    Map<String, String> last = known;
    Map<String, String> now = new HashMap<>();
    for (DockerContainers.ListedContainer one : list) {
      now.put(one.name(), one.id() + one.state());
      // The inspection of a container with a timeout starts the enforcement of the timeout.
      boolean isMarked =
          last == null
              ? missedSome || one.isTimed()
              : !now.get(one.name()).equals(last.get(one.name()));
      if (isMarked) {
        marked.add(one.name());
      }
    }
    if (last != null) {
      last.keySet().stream().filter(name -> !now.containsKey(name)).forEach(marked::add);
    }
    known = now;
  }

  private void report(String name) {
    Optional<DockerContainer> found = dockerContainers.find(name);
    Map<String, String> last = known;
    if (found.isEmpty()) {
      if (last != null) {
        last.remove(name);
      }
      listener.accept(new EngineEvent.Gone(name));
      return;
    }
    DockerContainer dockerContainer = found.get();
    if (last != null) {
      last.put(name, dockerContainer.id() + dockerContainer.state());
    }
    seen.accept(dockerContainer);
    listener.accept(new EngineEvent.Changed(dockerContainer.job()));
  }
}
