// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.error.BatonException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the reasons that Kubernetes reports only by Event objects, such as a quota that prevents
 * the creation of a pod. All warnings of the namespace are read together, at most every 3 s.
 */
final class EventReasons {

  private static final Logger LOG = LoggerFactory.getLogger(EventReasons.class);
  private static final Duration FRESH = Duration.ofSeconds(3);

  private final NamespaceClient namespaceClient;
  private final Clock clock;
  // Held while the events are read, so that threads that need them at the same time share one
  // request. The client limits the time of the request, and after a failure no request is sent for
  // 3 s.
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private @Nullable Deadline fresh;
  // The text of the newest warning, by the unique id of the object that it concerns. Replaced as a
  // whole.
  private volatile Map<String, String> known = Map.of();

  EventReasons(NamespaceClient namespaceClient, Clock clock) {
    this.namespaceClient = namespaceClient;
    this.clock = clock;
  }

  /** Returns the newest known warning about a Kubernetes job or its pods. */
  Optional<String> of(Job job, List<Pod> pods) {
    Map<String, String> now = known;
    return Stream.concat(
            pods.reversed().stream().map(pod -> pod.getMetadata().getUid()),
            Stream.of(job.getMetadata().getUid()))
        .flatMap(uid -> Optional.ofNullable(now.get(uid)).stream())
        .findFirst();
  }

  /** Reads the warnings unless they were read in the last 3 s. */
  void refresh() {
    lock.lock();
    try {
      if (fresh == null || fresh.isPast(clock)) {
        fresh = Deadline.after(clock.nanos(), FRESH);
        known = read();
      }
    } catch (BatonException e) {
      // Baton's Kubernetes account may lack the right to list events. In that case, waiting
      // Kubernetes jobs are shown without a reason.
      LOG.debug(
          "events cannot be read, so messages lack their reasons: namespace={}",
          namespaceClient.namespace(),
          e);
    } finally {
      lock.unlock();
    }
  }

  private Map<String, String> read() {
    List<Event> warnings =
        namespaceClient.call(
            "list events",
            () ->
                namespaceClient
                    .client()
                    .v1()
                    .events()
                    .inNamespace(namespaceClient.namespace())
                    .withField("type", "Warning")
                    .list()
                    .getItems());
    Map<String, String> newest = new HashMap<>();
    warnings.stream()
        .sorted(Comparator.comparing(EventReasons::time))
        .forEach(event -> {
          String about = event.getInvolvedObject().getUid();
          if (about != null) {
            newest.put(about, text(event));
          }
        });
    return Map.copyOf(newest);
  }

  private static String time(Event event) {
    return event.getLastTimestamp() == null
        ? NamespaceClient.orEmpty(event.getMetadata().getCreationTimestamp())
        : event.getLastTimestamp();
  }

  private static String text(Event event) {
    return KubernetesJobEndCause.joined(event.getReason(), event.getMessage());
  }
}
