// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineField;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Translates errors of the API server into Baton's exceptions. */
final class KubernetesErrors {

  private static final String CONTAINER = "spec.template.spec.containers[0].";
  private static final String POD = "spec.template.spec.";

  /**
   * The path in the manifest, and the field of the engine spec that is written there, so that error
   * messages name the field. The first path that matches counts.
   */
  private static final List<Map.Entry<String, String>> FIELDS =
      List.of(
          Map.entry("metadata.labels", "labels"),
          Map.entry("metadata.name", "name"),
          Map.entry("spec.template.metadata.labels", "labels"),
          Map.entry("spec.activeDeadlineSeconds", EngineField.TIMEOUT.text()),
          Map.entry("spec.completion", EngineField.INSTANCES.text()),
          Map.entry("spec.parallelism", "instances-at-once"),
          Map.entry("spec.backoffLimit", EngineField.BACKOFF_LIMIT.text()),
          Map.entry("spec.ttlSecondsAfterFinished", EngineField.KEEP.text()),
          Map.entry(CONTAINER + "imagePullPolicy", EngineField.PULL_POLICY.text()),
          Map.entry(CONTAINER + "image", EngineField.IMAGE.text()),
          Map.entry(CONTAINER + "env", EngineField.ENV.text()),
          Map.entry(CONTAINER + "workingDir", EngineField.WORKDIR.text()),
          Map.entry(CONTAINER + "volumeMounts", EngineField.VOLUMES.text()),
          Map.entry(CONTAINER + "resources.requests[cpu]", EngineField.CPU_REQUEST.text()),
          Map.entry(CONTAINER + "resources.limits[cpu]", EngineField.CPU_LIMIT.text()),
          Map.entry(CONTAINER + "resources.requests[memory]", EngineField.MEMORY_REQUEST.text()),
          Map.entry(CONTAINER + "resources.limits[memory]", EngineField.MEMORY_LIMIT.text()),
          Map.entry(CONTAINER + "securityContext.capabilities", EngineField.CAPABILITIES.text()),
          Map.entry(CONTAINER + "securityContext.privileged", EngineField.PRIVILEGED.text()),
          Map.entry(CONTAINER + "securityContext.runAsUser", EngineField.USER.text()),
          Map.entry(CONTAINER + "securityContext.runAsGroup", EngineField.GROUP.text()),
          Map.entry(POD + "activeDeadlineSeconds", EngineField.TIMEOUT.text()),
          Map.entry(POD + "volumes", EngineField.VOLUMES.text()),
          Map.entry(POD + "nodeSelector", EngineField.NODE_SELECTOR.text()),
          Map.entry(POD + "tolerations", EngineField.TOLERATIONS.text()),
          Map.entry(POD + "imagePullSecrets", EngineField.PULL_SECRETS.text()));

  private KubernetesErrors() {}

  static BatonException translated(String what, String address, KubernetesClientException e) {
    String prefix = what + ": " + message(e);
    return switch (e.getCode()) {
      case 400, 413, 415, 422 -> new InvalidInputException(what + ": " + refused(e), e);
      case 401 -> new ForbiddenException(prefix + "; Kubernetes refuses the credentials", e);
      case 403 -> new ForbiddenException(prefix, e);
      case 404, 410 -> new NotFoundException(prefix, e);
      case 405 -> new InvalidInputException(prefix, e);
      case 409 -> new ConflictException(prefix, e);
      default -> unavailable(what, address, e);
    };
  }

  /**
   * Whether an answer with status 403 comes from the quota check of the API server. Only its
   * message shows this.
   */
  static boolean isQuotaExceeded(String message) {
    return message.contains("exceeded quota:");
  }

  static UnavailableException unavailable(String what, String address, Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why =
        e instanceof KubernetesClientException client && client.getCode() > 0
            ? message(client)
            : root.getClass().getSimpleName();
    return new UnavailableException(
        what + ": no answer from Kubernetes at " + address + " (" + why + ")", e);
  }

  private static String message(KubernetesClientException e) {
    Status status = e.getStatus();
    String text = status == null ? null : status.getMessage();
    return text == null ? "HTTP " + e.getCode() : text;
  }

  /**
   * Returns the API server's messages about invalid fields, each with the name of the field in the
   * engine spec.
   */
  private static String refused(KubernetesClientException e) {
    Status status = e.getStatus();
    List<StatusCause> causes =
        status == null || status.getDetails() == null ? List.of() : status.getDetails().getCauses();
    if (causes.isEmpty()) {
      return message(e);
    }
    return causes.stream()
        .map(cause -> name(cause.getField()) + ": " + cause.getMessage())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String name(@Nullable String path) {
    if (path == null) {
      return "request";
    }
    return FIELDS.stream()
        .filter(entry -> path.startsWith(entry.getKey()))
        .map(entry -> entry.getValue() + " (" + path + ")")
        .findFirst()
        .orElse(path);
  }
}
