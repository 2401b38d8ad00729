// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineField;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.LineSink;
import dev.baton.job.Watch;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.RunWithTimeout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs engine jobs as Jobs of Kubernetes in one namespace. Settings, all optional: {@code
 * kubeconfig}, {@code context}, {@code namespace}, {@code container}, {@code pull-policy}, {@code
 * pull-secrets}, {@code user}, {@code node-selector}, {@code keep}, {@code grace}, {@code
 * patience}. Without the setting {@code kubeconfig}, the engine uses the files that kubectl reads;
 * if there are none, it uses the service account of the pod in which Baton runs.
 *
 * <p>Kubernetes does not separate the streams: standard error arrives as standard output. A timeout
 * starts when Kubernetes starts to process the Kubernetes job, so it includes the wait for a node
 * and for the image. The timeout of an instance starts when a node accepts its pod.
 */
public final class KubernetesEngine implements Engine {

  private static final Duration CLOSE = Duration.ofSeconds(4);

  private final String name;
  private final NamespaceClient namespaceClient;
  private final CreateKubernetesJob make;
  private final ReadKubernetesJobs read;
  private final DeleteKubernetesJob delete;
  private final KubernetesWatches watches;
  private final FollowKubernetesLogs.Tools tools;
  private final RetryIdempotentCalls retryIdempotentCalls;

  KubernetesEngine(
      EngineOptions options,
      KubernetesSettings kubernetesSettings,
      NamespaceClient namespaceClient) {
    this.name = options.name();
    this.namespaceClient = namespaceClient;
    ReadKubernetesJobStatus readStatus =
        new ReadKubernetesJobStatus(kubernetesSettings.container());
    DetectStuckKubernetesJobs detectStuckJobs =
        new DetectStuckKubernetesJobs(
            kubernetesSettings.container(), kubernetesSettings.giveUpAfter());
    this.make =
        new CreateKubernetesJob(
            namespaceClient, new KubernetesJobManifest(kubernetesSettings, options.installation()));
    this.read =
        new ReadKubernetesJobs(namespaceClient, options.clock(), readStatus, detectStuckJobs);
    this.delete = new DeleteKubernetesJob(namespaceClient, kubernetesSettings.container());
    this.watches = new KubernetesWatches(namespaceClient, read, readStatus, detectStuckJobs);
    this.retryIdempotentCalls = new RetryIdempotentCalls(options.clock());
    this.tools =
        new FollowKubernetesLogs.Tools(
            namespaceClient, read, watches, retryIdempotentCalls, kubernetesSettings.container());
  }

  /**
   * Opens the engine without a request to the cluster.
   *
   * @throws dev.baton.error.InvalidInputException if the settings are invalid
   */
  public static Engine open(EngineOptions options) {
    KubernetesSettings kubernetesSettings = KubernetesSettings.of(options);
    return new KubernetesEngine(
        options, kubernetesSettings, NamespaceClient.open(options, kubernetesSettings));
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    spec.requireOnly(name, EnumSet.allOf(EngineField.class));
    CreateKubernetesJob.CreatedJob createdJob = make.make(spec);
    return createdJob.isNew()
        ? read.described(createdJob.job(), List.of())
        : read.afterGiveUp(createdJob.job(), namespaceClient.pods(createdJob.job()));
  }

  @Override
  public Optional<EngineJob> find(String jobName) {
    return read.find(jobName);
  }

  @Override
  public void delete(String jobName) {
    delete.delete(jobName);
  }

  @Override
  public void stop(String jobName) {
    read.stop(jobName);
  }

  @Override
  public EnginePlace place() {
    return namespaceClient.place();
  }

  @Override
  public List<EngineJob> list() {
    return read.list();
  }

  @Override
  public void logs(String jobName, @Nullable String after, LineSink sink)
      throws InterruptedException {
    new FollowKubernetesLogs(tools, jobName, after, sink).run();
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return watches.events(listener);
  }

  @Override
  public EngineCheck check() {
    return new CheckKubernetes(namespaceClient).check();
  }

  @Override
  public void close() {
    retryIdempotentCalls.stop();
    RunWithTimeout.run("kubernetes-close", this::disconnect, CLOSE);
  }

  private void disconnect() {
    watches.close();
    namespaceClient.close();
  }
}
