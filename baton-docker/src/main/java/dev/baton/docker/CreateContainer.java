// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineImage;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.PullPolicy;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Deadline;
import dev.baton.service.RetryIdempotentCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Creates containers and starts each of them exactly once. If a container has ended, a second start
 * would run its program again. Therefore only the creator of a container starts it, by its id. If a
 * container is not started within 20 s, because its creator died, another process removes it and
 * creates it again. If the first creator then continues late, its id no longer exists, so it cannot
 * start the new container.
 */
final class CreateContainer {

  private static final Duration BOUND = Duration.ofMinutes(2);

  /** The time that a creator has between the creation and the start. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  /**
   * How long after the creation of a container its image is assumed to be present. In this time the
   * engine is not asked for the image.
   */
  private static final Duration USED = Duration.ofMinutes(1);

  private static final Duration START_AGAIN = Duration.ofMillis(700);

  /**
   * The maximum number of creations at the same time. More creations would only slow each other
   * down.
   */
  private static final int AT_ONCE = 16;

  private static final int MAX_MESSAGE = 1000;

  private final DockerApi api;
  private final DockerContainers dockerContainers;
  private final CreateContainerBody bodies;
  private final PullImage pull;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final Semaphore permits = new Semaphore(AT_ONCE, true);
  // The names of engine jobs with pull policy ALWAYS whose image {@link #prepare} has fetched, so
  // that {@link #create} does not fetch it again. Written by any thread.
  private final Set<String> fetched = ConcurrentHashMap.newKeySet();
  // The time until which an image is assumed to be present, by the name of the image. Written by
  // any thread.
  private final Map<String, Deadline> used = new ConcurrentHashMap<>();
  // The ids of containers that this object created and could not start because the engine did not
  // answer. Written by any thread.
  private final Set<String> pending = ConcurrentHashMap.newKeySet();

  CreateContainer(
      DockerApi api,
      DockerContainers dockerContainers,
      CreateContainerBody bodies,
      PullImage pull,
      RetryIdempotentCalls retryIdempotentCalls) {
    this.api = api;
    this.dockerContainers = dockerContainers;
    this.bodies = bodies;
    this.pull = pull;
    this.retryIdempotentCalls = retryIdempotentCalls;
  }

  /** Implements {@link dev.baton.engine.Engine#prepare}. */
  Optional<String> prepare(EngineSpec spec) {
    EngineImage image = checked(spec);
    boolean always = image.pullPolicy() == PullPolicy.ALWAYS;
    if (image.pullPolicy() == PullPolicy.NEVER || (!always && exists(image))) {
      return Optional.empty();
    }
    Optional<String> missing = pull.pull(image);
    if (always && missing.isEmpty()) {
      fetched.add(spec.name());
    }
    return missing;
  }

  private EngineImage checked(EngineSpec spec) {
    EngineImage image = bodies.check(spec);
    pull.check(image);
    return image;
  }

  /**
   * Whether the image is present. If the image is removed after this check, the creation of the
   * container fetches it again.
   */
  private boolean exists(EngineImage image) {
    Deadline until = used.get(image.name());
    return (until != null && !retryIdempotentCalls.isPast(until)) || pull.exists(image);
  }

  /** Implements {@link dev.baton.engine.Engine#create}. */
  DockerContainer create(EngineSpec spec) {
    EngineImage image = checked(spec);
    ObjectNode body = bodies.of(spec, image, api.isPodman());
    boolean fetch = image.pullPolicy() == PullPolicy.ALWAYS && !fetched.remove(spec.name());
    if (fetch && dockerContainers.inspect(spec.name()).isEmpty()) {
      require(image);
    }
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          "creation of '" + spec.name() + "' was interrupted before it began", e);
    }
    try {
      return created(spec.name(), image, body);
    } finally {
      permits.release();
    }
  }

  private DockerContainer created(String name, EngineImage image, ObjectNode body) {
    Deadline end = retryIdempotentCalls.deadlineAfter(START_TIMEOUT.multipliedBy(2));
    for (int round = 1; ; round++) {
      String id = post(name, image, body);
      Optional<DockerContainer> container =
          id == null ? existing(name, body) : started(id, name, body);
      if (container.isPresent()) {
        return container.get();
      }
      if (!retryIdempotentCalls.pause(round, end)) {
        throw new UnavailableException(
            "container '"
                + name
                + "' cannot be created: other clients keep creating and removing"
                + " containers of this name; try again");
      }
    }
  }

  /** Creates a container. Returns its id, or null if the name is in use. */
  private @Nullable String post(String name, EngineImage image, ObjectNode body) {
    DockerApi.Reply response = create(name, body);
    if (CreateResult.of(response) == CreateResult.IMAGE_MISSING) {
      if (image.pullPolicy() == PullPolicy.NEVER) {
        throw new NotFoundException(
            "image '" + image.name() + "' does not exist on this engine, and pull-policy is never");
      }
      require(image);
      response = create(name, body);
    }
    return switch (CreateResult.of(response)) {
      case CREATED -> {
        used.put(image.name(), retryIdempotentCalls.deadlineAfter(USED));
        yield response.json().path("Id").asText();
      }
      case NAME_IN_USE -> null;
      case REFUSED, IMAGE_MISSING -> {
        // The container may exist although the engine answered with an error. It is then treated
        // like a name that is in use.
        if (response.status() >= 500 && dockerContainers.inspect(name).isPresent()) {
          yield null;
        }
        throw refusal(name, response);
      }
    };
  }

  private void require(EngineImage image) {
    Optional<String> missing = pull.pull(image);
    if (missing.isPresent()) {
      throw new NotFoundException(missing.get());
    }
  }

  private DockerApi.Reply create(String name, ObjectNode body) {
    return api.post("/containers/create?name=" + name, body, BOUND);
  }

  /** Returns the exception for a failed creation. Podman answers 500 for invalid requests too. */
  private BatonException refusal(String name, DockerApi.Reply response) {
    if (response.isPodman() && response.status() >= 500) {
      return new InvalidInputException(
          "engine '" + api.engine() + "' refused '" + name + "': " + response.message());
    }
    return api.refusal("'" + name + "'", response);
  }

  /**
   * Waits until the existing container with this name has been started, and returns it. Removes the
   * container if its creator does not start it within 20 s. Returns empty if the container was
   * removed.
   */
  private Optional<DockerContainer> existing(String name, ObjectNode body) {
    Deadline end = retryIdempotentCalls.deadlineAfter(START_TIMEOUT);
    for (int round = 1; ; round++) {
      Optional<DockerContainer> found = dockerContainers.inspect(name);
      if (found.isEmpty()) {
        return found;
      }
      DockerContainer dockerContainer = found.get();
      if (!dockerContainers.isOwn(dockerContainer)) {
        throw new ConflictException(
            "the name '" + name + "' is in use by a container that another program created");
      }
      if (!dockerContainer.isUnstarted()) {
        return found;
      }
      if (pending.remove(dockerContainer.id())) {
        return started(dockerContainer.id(), name, body);
      }
      if (dockerContainer.age().compareTo(START_TIMEOUT) >= 0
          || !retryIdempotentCalls.pause(round, end)) {
        // If the container was started at this moment, the engine refuses the removal. The caller
        // then finds the started container when it tries again.
        remove(dockerContainer.id());
        return Optional.empty();
      }
    }
  }

  /**
   * Starts a container that this object created. Returns empty if another process removed the
   * container.
   *
   * @param body the request that creates a replacement container, which stores the start error
   */
  private Optional<DockerContainer> started(String id, String name, ObjectNode body) {
    try {
      return start(id, name, body);
    } catch (UnavailableException e) {
      pending.add(id);
      throw e;
    }
  }

  private Optional<DockerContainer> start(String id, String name, ObjectNode body) {
    Deadline end = retryIdempotentCalls.deadlineAfter(START_AGAIN);
    for (int round = 1; ; round++) {
      DockerApi.Reply response = api.post("/containers/" + id + "/start", null, BOUND);
      Optional<DockerContainer> now = dockerContainers.inspect(id);
      if (now.isEmpty() || !now.get().isUnstarted()) {
        return now;
      }
      if (!retryIdempotentCalls.pause(round, end)) {
        return createWithStartError(id, name, body, response.message());
      }
    }
  }

  /**
   * Replaces a container that cannot start by a container that is never started. A label of the new
   * container stores the start error, because the engine does not keep that error.
   */
  private Optional<DockerContainer> createWithStartError(
      String id, String name, ObjectNode body, String why) {
    remove(id);
    ObjectNode marked = body.deepCopy();
    String reason = why.isEmpty() ? "the engine gives no reason for the failed start" : why;
    String message = reason.length() > MAX_MESSAGE ? reason.substring(0, MAX_MESSAGE) : reason;
    marked.withObject("/Labels").put(DockerLabels.CANNOT_START, message);
    DockerApi.Reply response = create(name, marked);
    return switch (CreateResult.of(response)) {
      case CREATED, NAME_IN_USE -> dockerContainers.inspect(name);
      case IMAGE_MISSING, REFUSED -> throw refusal(name, response);
    };
  }

  private void remove(String id) {
    api.delete("/containers/" + id + "?v=1", BOUND);
  }
}
