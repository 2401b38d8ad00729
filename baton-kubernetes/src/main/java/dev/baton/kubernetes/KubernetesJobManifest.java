// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineSpec;
import dev.baton.error.InvalidInputException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/** Translates an engine spec into the manifest of a Kubernetes job. */
record KubernetesJobManifest(KubernetesSettings kubernetesSettings, String installation) {

  /**
   * The allowed raw settings: the parts of a pod template, and {@code job} for other fields of the
   * Kubernetes job's spec.
   */
  private static final Set<String> RAW = Set.of("metadata", "spec", "job");

  /**
   * The field of a Kubernetes job that limits the retries of each instance separately. Because of
   * this field, the failure of one instance does not end the other instances.
   */
  static final String BACKOFF_OF_EACH = "backoffLimitPerIndex";

  private static final String INDEXED = "Indexed";

  ObjectNode of(EngineSpec spec, String namespace) {
    ObjectNode raw = checked(spec.raw());
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.put("apiVersion", "batch/v1").put("kind", "Job");
    job.putObject("metadata").put("name", spec.name()).put("namespace", namespace);
    ObjectNode jobSpec = job.putObject("spec");
    Duration keep =
        spec.lifetime().keep() == null ? kubernetesSettings.keep() : spec.lifetime().keep();
    jobSpec.put("ttlSecondsAfterFinished", Math.min(keep.toSeconds(), Integer.MAX_VALUE));
    ObjectNode pod = new PodManifest(kubernetesSettings).of(spec);
    count(jobSpec, spec);
    Duration timeout = spec.lifetime().timeout();
    if (timeout != null) {
      long seconds = Math.min(timeout.plusMillis(999).toSeconds(), Integer.MAX_VALUE);
      // Each instance has its own timeout. Therefore the field is set in the pod if there are
      // instances, otherwise in the Kubernetes job.
      (spec.instances() == null ? jobSpec : pod).put("activeDeadlineSeconds", seconds);
    }
    if (raw.path("job") instanceof ObjectNode more) {
      MergeRawSettings.into(jobSpec, more);
    }
    ObjectNode template = jobSpec.putObject("template");
    template.putObject("metadata");
    template.set("spec", pod);
    raw.remove("job");
    MergeRawSettings.into(template, raw);
    label(job, spec);
    label(template, spec);
    if (spec.instances() != null && INDEXED.equals(jobSpec.path("completionMode").asText())) {
      ((ObjectNode) job.path("metadata"))
          .putObject("annotations")
          .put(KubernetesJobInstances.ANNOTATION, jobSpec.path("completions").asText());
    }
    return job;
  }

  /**
   * Writes how many instances there are and how often a failed program is run again. With
   * instances, each instance has its own limit.
   */
  private static void count(ObjectNode jobSpec, EngineSpec spec) {
    EngineInstances many = spec.instances();
    int backoffLimit = spec.lifetime().backoffLimit();
    if (many == null) {
      jobSpec.put("backoffLimit", backoffLimit);
      return;
    }
    int atOnce = many.atOnce() == null ? many.count() : Math.min(many.count(), many.atOnce());
    jobSpec.put("completionMode", INDEXED);
    jobSpec.put("completions", many.count()).put("parallelism", atOnce);
    jobSpec.put(BACKOFF_OF_EACH, backoffLimit);
  }

  /**
   * Returns a copy of the raw settings.
   *
   * @throws InvalidInputException if they contain a key that is not allowed or a value that is not
   *     an object
   */
  private static ObjectNode checked(ObjectNode raw) {
    Set<String> unknown = new TreeSet<>();
    for (Iterator<String> names = raw.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!RAW.contains(name) || !raw.path(name).isObject()) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "raw has '"
              + String.join("', '", unknown)
              + "'; allowed: the objects metadata and spec of a pod template, and job with more of"
              + " the job's spec");
    }
    return raw.deepCopy();
  }

  /**
   * Sets the labels by which Baton finds the Kubernetes job. Called after the merge, so that raw
   * settings cannot replace them.
   */
  private void label(ObjectNode object, EngineSpec spec) {
    JsonNode metadata = object.path("metadata");
    ObjectNode labels = ((ObjectNode) metadata).withObjectProperty("labels");
    spec.labels().forEach(labels::put);
    labels.put("app.kubernetes.io/managed-by", "baton");
    labels.put(EngineLabels.INSTALLATION, installation);
    labels.put(NamespaceClient.JOB_NAME, spec.name());
    labels.put("batch.kubernetes.io/job-name", spec.name());
  }
}
