// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineCheck;
import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.engine.LineSink;
import dev.baton.job.Watch;
import dev.baton.service.RetryIdempotentCalls;
import dev.baton.service.Threads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs engine jobs as containers of a Docker Engine or of Podman, which serves the same API. Uses
 * one timer thread, and one connection while there are watches.
 *
 * <p>Settings: {@code host} ({@code unix:///path} or {@code tcp://name:port}), {@code tls-folder}
 * (with ca.pem, cert.pem and key.pem, for TCP), {@code network} (of containers that name no
 * network), {@code stop-grace} (the time between the request to end and the kill of a program),
 * {@code pids-limit} (the number of processes in a container), {@code auth-file} (logins of
 * registries, in the form that {@code docker login} writes).
 */
public final class DockerEngine implements Engine {

  private static final String DOCKER_HOST = "unix:///var/run/docker.sock";
  private static final String PODMAN_HOST = "unix:///run/podman/podman.sock";

  private final DockerApi api;
  private final DockerContainers dockerContainers;
  private final ContainerCache known;
  private final CreateContainer create;
  private final StopContainer stop;
  private final FollowDockerLogs logs;
  private final DockerWatches dockerWatches;
  private final EnforceTimeouts enforceTimeouts;
  private final RetryIdempotentCalls retryIdempotentCalls;
  private final ScheduledThreadPoolExecutor timer;

  private DockerEngine(EngineOptions options, DockerSettings settings) {
    timer = new ScheduledThreadPoolExecutor(1, body -> Threads.platform("docker-timer", body));
    timer.setRemoveOnCancelPolicy(true);
    retryIdempotentCalls = new RetryIdempotentCalls(options.clock());
    api = new DockerApi(options.name(), settings.host(), timer);
    dockerContainers = new DockerContainers(api, options.installation(), options.clock());
    known = new ContainerCache(dockerContainers);
    stop = new StopContainer(api, settings.stopGrace());
    enforceTimeouts = new EnforceTimeouts(dockerContainers, stop, timer);
    PullImage pull = new PullImage(api, new RegistryLogins(options.name(), settings.authFile()));
    CreateContainerBody bodies =
        new CreateContainerBody(options.name(), options.installation(), settings);
    create = new CreateContainer(api, dockerContainers, bodies, pull, retryIdempotentCalls);
    logs = new FollowDockerLogs(api, dockerContainers, retryIdempotentCalls);
    dockerWatches =
        new DockerWatches(api, dockerContainers, enforceTimeouts::enforce, options.clock());
  }

  /** Opens a Docker engine, by default at {@code /var/run/docker.sock}. */
  public static DockerEngine docker(EngineOptions options) {
    return new DockerEngine(options, DockerSettings.of(options, DOCKER_HOST));
  }

  /** Opens a Podman engine, by default at {@code /run/podman/podman.sock}. */
  public static DockerEngine podman(EngineOptions options) {
    return new DockerEngine(options, DockerSettings.of(options, PODMAN_HOST));
  }

  @Override
  public Optional<String> prepare(EngineSpec spec) {
    return create.prepare(spec);
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    return shown(create.create(spec));
  }

  @Override
  public Optional<EngineJob> find(String name) {
    return dockerContainers.find(name).map(this::shown);
  }

  @Override
  public void delete(String name) {
    Optional<DockerContainer> found = dockerContainers.find(name);
    found.filter(DockerEngine::runs).ifPresent(dockerContainer -> stop.stop(dockerContainer.id()));
    found.ifPresent(dockerContainer -> stop.remove(dockerContainer.id()));
  }

  @Override
  public void stop(String name) {
    dockerContainers
        .find(name)
        .filter(DockerEngine::runs)
        .ifPresent(dockerContainer -> stop.stop(dockerContainer.id()));
  }

  private static boolean runs(DockerContainer dockerContainer) {
    EngineStatus status = dockerContainer.job().status();
    return status.started() != null && !status.isOver();
  }

  @Override
  public List<EngineJob> list() {
    return known.all().stream().map(this::shown).toList();
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    logs.follow(name, after, sink);
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    return dockerWatches.watch(listener);
  }

  @Override
  public EnginePlace place() {
    return new CheckDocker(api).place();
  }

  @Override
  public EngineCheck check() {
    return new CheckDocker(api).check();
  }

  @Override
  public void close() {
    retryIdempotentCalls.stop();
    dockerWatches.close();
    timer.shutdownNow();
    api.close();
  }

  /** Returns the number of requests sent to the engine, for measurements. */
  public long requests() {
    return api.requests();
  }

  private EngineJob shown(DockerContainer dockerContainer) {
    enforceTimeouts.enforce(dockerContainer);
    return dockerContainer.job();
  }
}
