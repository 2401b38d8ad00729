// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineFullException;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineSecret;
import dev.baton.engine.EngineSpec;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates a Kubernetes job, or finds the job with its name. */
record CreateKubernetesJob(NamespaceClient namespaceClient, KubernetesJobManifest manifest) {

  /**
   * How often the creation of a Kubernetes job is tried. A try fails if the name is in use when the
   * job is created, and no job with the name exists when it is read directly afterwards.
   */
  private static final int ATTEMPTS = 5;

  /**
   * An existing Kubernetes job.
   *
   * @param isNew whether this call created it, so that it has no pods yet
   */
  record CreatedJob(Job job, boolean isNew) {}

  CreatedJob make(EngineSpec spec) {
    ObjectNode wanted = manifest.of(spec, namespaceClient.namespace());
    Job requested = parsed(wanted);
    if (!spec.raw().isEmpty() || spec.instances() != null) {
      requireKnown(requested, spec);
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Job> made = create(spec.name(), namespaceClient.jobs().resource(requested)::create);
      Optional<Job> job = made.or(() -> namespaceClient.findJob(spec.name()));
      if (job.isPresent()) {
        requireOwn(job.get());
        keepSecrets(job.get(), spec);
        return new CreatedJob(job.get(), made.isPresent());
      }
    }
    throw new UnavailableException(
        "job '" + spec.name() + "' cannot be created: another client keeps deleting it; try again");
  }

  private Job parsed(ObjectNode wanted) {
    try {
      return namespaceClient.client().getKubernetesSerialization().convertValue(wanted, Job.class);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("raw does not fit a pod template: " + e.getMessage(), e);
    }
  }

  /** Sends a request to create the Kubernetes job. Returns empty if the name is in use. */
  private Optional<Job> create(String name, Supplier<Job> request) {
    try {
      return Optional.of(namespaceClient.call("create job '" + name + "'", request));
    } catch (ConflictException e) {
      return Optional.empty();
    } catch (ForbiddenException e) {
      throw forbidden(e);
    } catch (NotFoundException e) {
      throw noNamespace(e);
    }
  }

  /**
   * Returns the exception for an answer with status 403, which the API server gives for missing
   * rights and for policies such as quotas.
   */
  private RuntimeException forbidden(ForbiddenException e) {
    String message = String.valueOf(e.getMessage());
    if (!new AccountRights(namespaceClient).mayCreateJobs(e)) {
      return new ForbiddenException(
          "the account may not create jobs in namespace '"
              + namespaceClient.namespace()
              + "' of Kubernetes at "
              + namespaceClient.address()
              + ": "
              + message,
          e);
    }
    return KubernetesErrors.isQuotaExceeded(message)
        ? new EngineFullException(message, e)
        : new InvalidInputException(message, e);
  }

  private InvalidInputException noNamespace(NotFoundException e) {
    return new InvalidInputException(
        "namespace '"
            + namespaceClient.namespace()
            + "' does not exist; create it, or set another namespace for the engine",
        e);
  }

  private void requireOwn(Job job) {
    if (!namespaceClient.isOwn(job)) {
      throw new ConflictException(
          "job '"
              + job.getMetadata().getName()
              + "' in namespace '"
              + namespaceClient.namespace()
              + "' was not created by installation '"
              + namespaceClient.installation()
              + "'; choose another name");
    }
  }

  /**
   * Checks by a dry run that the API server knows all fields, because older API servers silently
   * ignore unknown fields.
   */
  private void requireKnown(Job requested, EngineSpec spec) {
    Optional<Job> tried =
        create(spec.name(), () -> namespaceClient.jobs().resource(requested).dryRun().create());
    if (tried.isEmpty()) {
      return;
    }
    JsonNode answer =
        namespaceClient
            .client()
            .getKubernetesSerialization()
            .convertValue(tried.get(), ObjectNode.class);
    requireInstances(requested, tried.get());
    requireAll(spec.raw().path("job"), answer.path("spec"), "job");
    requireAll(spec.raw().path("spec"), answer.path("spec").path("template").path("spec"), "spec");
  }

  private void requireInstances(Job requested, Job answer) {
    boolean lost =
        KubernetesJobInstances.count(requested) > 0
            && requested.getSpec().getBackoffLimitPerIndex() != null
            && answer.getSpec().getBackoffLimitPerIndex() == null;
    if (lost) {
      throw new InvalidInputException(
          "instances is set, but Kubernetes at "
              + namespaceClient.address()
              + " cannot let each instance fail separately; update it to 1.29 or later, or post a"
              + " bulk job with one job per instance (docs/engines.md, \"Many at once\")");
    }
  }

  private void requireAll(JsonNode raw, JsonNode answer, String path) {
    for (Map.Entry<String, JsonNode> entry : raw.properties()) {
      boolean message =
          !entry.getValue().isNull()
              && (entry.getValue().isValueNode() || !entry.getValue().isEmpty());
      if (message && !answer.has(entry.getKey())) {
        throw new InvalidInputException(
            "raw has '"
                + path
                + "."
                + entry.getKey()
                + "', which Kubernetes at "
                + namespaceClient.address()
                + " does not know; remove it, or update Kubernetes");
      }
    }
  }

  /**
   * Stores the values of secrets in a Secret of Kubernetes. The Kubernetes job owns the Secret, so
   * that both are deleted together. A pod that starts earlier waits for the Secret. If this process
   * dies before it has stored the Secret, the next process that creates the engine job stores the
   * Secret.
   */
  private void keepSecrets(Job job, EngineSpec spec) {
    Map<String, String> data = new LinkedHashMap<>();
    spec.program()
        .secrets()
        .forEach((name, secret) -> {
          if (secret instanceof EngineSecret.Value value) {
            byte[] bytes = value.value().getBytes(StandardCharsets.UTF_8);
            data.put(name, Base64.getEncoder().encodeToString(bytes));
          }
        });
    if (data.isEmpty() || job.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    Secret secret = secret(job, data);
    String what = "create secret '" + spec.name() + "'";
    Resource<Secret> resource =
        namespaceClient
            .client()
            .secrets()
            .inNamespace(namespaceClient.namespace())
            .resource(secret);
    try {
      namespaceClient.call(what, resource::create);
    } catch (ConflictException e) {
      requireOf(job, namespaceClient.call(what, resource::get), e);
    }
  }

  private static void requireOf(Job job, @Nullable Secret found, ConflictException e) {
    boolean own =
        found != null
            && found.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(job.getMetadata().getUid()));
    if (!own) {
      throw new ConflictException(
          "secret '" + job.getMetadata().getName() + "' exists and does not belong to this job", e);
    }
  }

  private Secret secret(Job job, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName())
        .addToLabels(EngineLabels.INSTALLATION, namespaceClient.installation())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withBlockOwnerDeletion(true)
                .build())
        .endMetadata()
        .withType("Opaque")
        .withData(data)
        .build();
  }
}
