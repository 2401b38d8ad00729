// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.service.UnreadableRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Caches the containers of an installation. The engine's list contains too few details, and
 * inspecting each container every time would take one request per container. The cache inspects a
 * container only if it is new or has changed its state.
 */
final class ContainerCache {

  /**
   * The states in which the details of a container do not change. In these states the cached
   * details are used.
   */
  private static final Set<String> STEADY = Set.of("running", "exited", "stopped", "dead");

  private final DockerContainers dockerContainers;
  private final UnreadableRecords unreadable = new UnreadableRecords("containers");
  // The containers of the last list, by id.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * An inspected container.
   *
   * @param listed the state of the container in the list that preceded the inspection
   */
  private record Seen(String listed, DockerContainer container) {}

  ContainerCache(DockerContainers dockerContainers) {
    this.dockerContainers = dockerContainers;
  }

  List<DockerContainer> all() {
    List<DockerContainers.ListedContainer> listed = dockerContainers.list();
    seen.keySet()
        .retainAll(
            listed.stream().map(DockerContainers.ListedContainer::id).collect(Collectors.toSet()));
    List<DockerContainer> all = new ArrayList<>();
    for (DockerContainers.ListedContainer one : listed) {
      Seen last = seen.get(one.id());
      if (last != null && last.listed().equals(one.state())) {
        all.add(last.container());
      } else {
        inspect(one).ifPresent(dockerContainer -> all.add(noted(one, dockerContainer)));
      }
    }
    return all;
  }

  /**
   * Inspects a container. Returns empty if the engine answers but cannot show this container, so
   * that the other containers are still listed.
   */
  private Optional<DockerContainer> inspect(DockerContainers.ListedContainer one) {
    try {
      Optional<DockerContainer> found = dockerContainers.inspect(one.id());
      unreadable.readSucceeded(one.name());
      return found;
    } catch (RuntimeException e) {
      if (!dockerContainers.answers()) {
        throw e;
      }
      unreadable.failed(one.name(), e);
      return Optional.empty();
    }
  }

  private DockerContainer noted(
      DockerContainers.ListedContainer one, DockerContainer dockerContainer) {
    if (STEADY.contains(one.state())) {
      seen.put(one.id(), new Seen(one.state(), dockerContainer));
    } else {
      seen.remove(one.id());
    }
    return dockerContainer;
  }
}
