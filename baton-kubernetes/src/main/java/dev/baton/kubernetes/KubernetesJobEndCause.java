// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineReason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reason why a pod or a Kubernetes job is over. */
record KubernetesJobEndCause(
    EngineReason reason, @Nullable Integer exitCode, @Nullable String message) {

  private static final Set<String> EVICTED =
      Set.of(
          "Evicted",
          "NodeLost",
          "NodeShutdown",
          "Preempted",
          "Preempting",
          "Shutdown",
          "Terminated");
  private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun");
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 31;

  /**
   * Returns the reason why a pod failed.
   *
   * @param said the explanation in the status of the Kubernetes job, used if the pod has none; may
   *     be empty
   */
  static KubernetesJobEndCause of(PodView pod, String said) {
    if (EVICTED.contains(pod.reason()) || pod.condition("DisruptionTarget", "True").isPresent()) {
      return new KubernetesJobEndCause(
          EngineReason.EVICTED, null, joined(pod.reason(), pod.message()));
    }
    if (pod.reason().equals("DeadlineExceeded")) {
      return new KubernetesJobEndCause(EngineReason.TIMEOUT, null, pod.message());
    }
    return pod.failure()
        .map(failure -> of(failure, said))
        .orElseGet(() ->
            new KubernetesJobEndCause(
                EngineReason.OTHER, null, joined(joined(pod.reason(), pod.message()), said)));
  }

  private static KubernetesJobEndCause of(ContainerStateTerminated failure, String said) {
    String reason = NamespaceClient.orEmpty(failure.getReason());
    int code = failure.getExitCode() == null ? 0 : failure.getExitCode();
    if (NOT_STARTED.contains(reason)) {
      return new KubernetesJobEndCause(
          EngineReason.CANNOT_START, null, joined(reason, failure.getMessage()));
    }
    if (reason.equals("ContainerStatusUnknown")) {
      return new KubernetesJobEndCause(
          EngineReason.LOST, null, NamespaceClient.orEmpty(failure.getMessage()));
    }
    if (reason.equals("OOMKilled")) {
      return new KubernetesJobEndCause(EngineReason.OUT_OF_MEMORY, code, reason);
    }
    boolean signal = code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL;
    return new KubernetesJobEndCause(
        signal ? EngineReason.SIGNAL : EngineReason.EXIT_CODE, code, said);
  }

  /**
   * Returns this cause with a summary of all instances in its message, for a Kubernetes job that
   * ended because of this instance.
   */
  KubernetesJobEndCause withSummary(String instances, String link) {
    String own = message == null || message.isEmpty() ? "" : link + message;
    return new KubernetesJobEndCause(reason, exitCode, instances + own);
  }

  static String joined(@Nullable String reason, @Nullable String message) {
    return Stream.of(NamespaceClient.orEmpty(reason), NamespaceClient.orEmpty(message))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }
}
