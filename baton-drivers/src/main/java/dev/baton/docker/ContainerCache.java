// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.service.UnreadableEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * All containers of an installation. A list says too little of each, and to inspect each again and
 * again would be a request for each: one is inspected when it is new or in another state.
 */
final class ContainerCache {

  /** In these, nothing changes that anybody asks for. */
  private static final Set<String> STEADY = Set.of("running", "exited", "stopped", "dead");

  private final DockerContainers dockerContainers;
  private final UnreadableEntries unreadable = new UnreadableEntries("the containers");
  // By id; of those that were there at the last list.
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * A container as it was inspected.
   *
   * @param listed its state by the list before
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

  /** One container that the engine cannot show must not keep the others from being listed. */
  private Optional<DockerContainer> inspect(DockerContainers.ListedContainer one) {
    try {
      Optional<DockerContainer> found = dockerContainers.inspect(one.id());
      unreadable.worked(one.name());
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
