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
import dev.baton.service.Bounded;
import dev.baton.service.Retry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Engine jobs as Jobs of Kubernetes, in one namespace. Settings: {@code kubeconfig}, {@code
 * context}, {@code namespace}, {@code container}, {@code pull-policy}, {@code pull-secrets}, {@code
 * user}, {@code node-selector}, {@code keep}, {@code grace}, {@code patience}; all may be left out.
 * Without a kubeconfig the usual places are looked at, and the account of the pod it runs in.
 *
 * <p>What a cluster does not tell apart: standard error comes as standard output. A timeout counts
 * from when Kubernetes takes up the job, so it includes the wait for a node and for the image. That
 * of an instance, of many, counts from when a node takes it up.
 */
public final class KubernetesEngine implements Engine {

  private static final Duration CLOSE = Duration.ofSeconds(4);

  private final String name;
  private final Cluster cluster;
  private final MakeJob make;
  private final ReadJobs read;
  private final DeleteJob delete;
  private final WatchJobs watches;
  private final FollowLogs.Tools tools;
  private final Retry retry;

  private KubernetesEngine(EngineOptions options, Settings settings, Cluster cluster) {
    this.name = options.name();
    this.cluster = cluster;
    JudgeJob judge = new JudgeJob(settings.container());
    Hopeless hopeless = new Hopeless(settings.container(), settings.patience());
    this.make = new MakeJob(cluster, new JobManifest(settings, options.installation()));
    this.read = new ReadJobs(cluster, options.clock(), judge, hopeless);
    this.delete = new DeleteJob(cluster, settings.container());
    this.watches = new WatchJobs(cluster, read, judge, hopeless);
    this.retry = new Retry(options.clock());
    this.tools = new FollowLogs.Tools(cluster, read, watches, retry, settings.container());
  }

  /**
   * Opens it without reaching out.
   *
   * @throws dev.baton.error.InvalidInputException if the settings do not fit
   */
  public static Engine open(EngineOptions options) {
    Settings settings = Settings.of(options);
    return open(options, settings, Cluster.open(options, settings));
  }

  static Engine open(EngineOptions options, Settings settings, Cluster cluster) {
    return new KubernetesEngine(options, settings, cluster);
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    spec.requireOnly(name, EnumSet.allOf(EngineField.class));
    MakeJob.Made made = make.make(spec);
    return made.isNew()
        ? read.described(made.job(), List.of())
        : read.settled(made.job(), cluster.pods(made.job()));
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
    return cluster.place();
  }

  @Override
  public List<EngineJob> list() {
    return read.list();
  }

  @Override
  public void logs(String jobName, @Nullable String after, LineSink sink)
      throws InterruptedException {
    new FollowLogs(tools, jobName, after, sink).run();
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return watches.events(listener);
  }

  @Override
  public EngineCheck check() {
    return new MeasureLoad(cluster).check();
  }

  @Override
  public void close() {
    retry.stop();
    Bounded.run("kubernetes-close", this::disconnect, CLOSE);
  }

  private void disconnect() {
    watches.close();
    cluster.close();
  }
}
