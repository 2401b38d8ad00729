// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EnginePlace;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Threads;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client for one namespace of a cluster and one installation of Baton. */
final class NamespaceClient implements AutoCloseable {

  /**
   * The label with the name of the Kubernetes job that all versions of Kubernetes set on its pods.
   */
  static final String JOB_NAME = "job-name";

  private static final int CONNECT_MILLIS = 3_000;
  private static final int ANSWER_MILLIS = 10_000;

  /** The time for a call with all attempts of the client, whose own timeouts end with the head. */
  private static final Duration WHOLE_CALL = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String installation;
  private final Duration timeout;

  private NamespaceClient(
      KubernetesClient client, String namespace, String installation, Duration timeout) {
    this.client = client;
    this.namespace = namespace;
    this.installation = installation;
    this.timeout = timeout;
  }

  static NamespaceClient open(EngineOptions options, KubernetesSettings kubernetesSettings) {
    Config config =
        new ConfigBuilder(described(options, kubernetesSettings))
            // API servers allow only few HTTP/2 streams on one connection, and each followed log
            // needs one. With HTTP/1.1, each followed log has its own connection.
            .withHttp2Disable(true)
            .withConnectionTimeout(CONNECT_MILLIS)
            .withRequestTimeout(ANSWER_MILLIS)
            .withRequestRetryBackoffLimit(2)
            .withWatchReconnectLimit(-1)
            .build();
    String namespace =
        kubernetesSettings.namespace() == null
            ? config.getNamespace()
            : kubernetesSettings.namespace();
    return of(
        config, namespace == null ? "default" : namespace, options.installation(), WHOLE_CALL);
  }

  /**
   * Opens a client with this configuration.
   *
   * @param timeout the time after which a call fails
   */
  static NamespaceClient of(
      Config config, String namespace, String installation, Duration timeout) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new OnVirtualThreads())
            .withTaskExecutor(Threads.virtualPerTask("kubernetes"))
            .build();
    return new NamespaceClient(client, namespace, installation, timeout);
  }

  /**
   * Runs the HTTP client on virtual threads. The client's own pool would keep many threads after a
   * burst of requests.
   */
  private static final class OnVirtualThreads extends JdkHttpClientFactory {
    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
      builder.executor(Threads.virtualPerTask("kubernetes"));
    }
  }

  private static Config described(EngineOptions options, KubernetesSettings kubernetesSettings) {
    Path file = kubernetesSettings.kubeconfig();
    if (file == null) {
      return Config.autoConfigure(kubernetesSettings.context());
    }
    if (!Files.isReadable(file)) {
      throw new InvalidInputException(
          "engine '" + options.name() + "': kubeconfig '" + file + "' cannot be read");
    }
    return kubernetesSettings.context() == null
        ? Config.fromKubeconfig(file.toFile())
        : Config.fromKubeconfig(kubernetesSettings.context(), file.toFile());
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  String installation() {
    return installation;
  }

  String address() {
    return client.getMasterUrl().toString().replaceFirst("/+$", "");
  }

  /**
   * Returns the identity of the namespace. The identity consists of the unique id, which Baton's
   * Kubernetes account may not be allowed to read, and of the name with the address, which may
   * change.
   */
  EnginePlace place() {
    String address = address() + ", namespace " + namespace;
    Map<String, String> marks = new LinkedHashMap<>();
    requireNamespace().ifPresent(found -> marks.put(EnginePlace.UID, found.getMetadata().getUid()));
    marks.put("namespace", address);
    return EnginePlace.marked(marks, address);
  }

  /**
   * Returns the namespace, or empty if Baton's Kubernetes account may not read it.
   *
   * @throws InvalidInputException if it does not exist
   */
  Optional<Namespace> requireNamespace() {
    try {
      Namespace found =
          call(
              "read namespace '" + namespace + "'",
              () -> client.namespaces().withName(namespace).get());
      if (found == null) {
        throw new InvalidInputException(
            "namespace '" + namespace + "' does not exist in Kubernetes at " + address());
      }
      return Optional.of(found);
    } catch (ForbiddenException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends a request and translates its errors into Baton's exceptions. The client itself would wait
   * without limit for the rest of an answer whose head has arrived.
   *
   * @throws UnavailableException if the answer is not complete in time, or if this thread is
   *     interrupted
   */
  <T> T call(String what, Supplier<T> request) {
    FutureTask<T> call = new FutureTask<>(request::get);
    Threads.virtual("kubernetes-call", call).start();
    try {
      return call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(what, e);
    } catch (TimeoutException e) {
      throw unavailable(what, e);
    } finally {
      // Ends the request if this thread gives up; has no effect on a call that is complete.
      call.cancel(true);
    }
  }

  private RuntimeException failure(String what, ExecutionException e) {
    return switch (e.getCause()) {
      case KubernetesClientException failure ->
          KubernetesErrors.translated("cannot " + what, address(), failure);
      case RuntimeException failure -> failure;
      case Error failure -> throw failure;
      case null, default -> new IllegalStateException("cannot " + what, e);
    };
  }

  /** Starts a request for the Kubernetes jobs of the namespace, of any creator. */
  NonNamespaceOperation<Job, JobList, ScalableResource<Job>> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace);
  }

  /** Starts a request for the Kubernetes jobs that this installation created. */
  FilterWatchListDeletable<Job, JobList, ScalableResource<Job>> ownJobs() {
    return jobs().withLabel(EngineLabels.INSTALLATION, installation);
  }

  /** Starts a request for the pods of the Kubernetes jobs that this installation created. */
  FilterWatchListDeletable<Pod, PodList, PodResource> ownPods() {
    return client.pods().inNamespace(namespace).withLabel(EngineLabels.INSTALLATION, installation);
  }

  /** Returns the Kubernetes job with that name, of any creator. */
  Optional<Job> findJob(String name) {
    return call("read job '" + name + "'", () -> Optional.ofNullable(jobs().withName(name).get()));
  }

  /** Returns the Kubernetes job with that name if this installation created it. */
  Optional<Job> findOwnJob(String name) {
    return findJob(name).filter(this::isOwn);
  }

  boolean isOwn(Job job) {
    Map<String, String> labels = job.getMetadata().getLabels();
    return labels != null && installation.equals(labels.get(EngineLabels.INSTALLATION));
  }

  /** Returns the pods of a Kubernetes job, oldest first. */
  List<Pod> pods(Job job) {
    return pods(job, Map.of());
  }

  /** Returns the pods of one instance of a Kubernetes job, oldest first. */
  List<Pod> pods(Job job, int number) {
    return pods(job, Map.of(KubernetesJobInstances.NUMBER, String.valueOf(number)));
  }

  private List<Pod> pods(Job job, Map<String, String> labels) {
    String name = job.getMetadata().getName();
    return call(
        "read the pods of job '" + name + "'",
        () ->
            podsOfJob(
                job,
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(JOB_NAME, name)
                    .withLabels(labels)
                    .list()
                    .getItems()));
  }

  /**
   * Requests the deletion of a pod. Does nothing if the pod is gone or Baton's Kubernetes account
   * lacks the right.
   *
   * @param grace the seconds until the pod is killed, or null for the pod's own grace period
   */
  void removePod(String name, @Nullable Long grace) {
    var pod = client.pods().inNamespace(namespace).withName(name);
    try {
      call(
          "delete pod '" + name + "'",
          () -> grace == null ? pod.delete() : pod.withGracePeriod(grace).delete());
    } catch (NotFoundException | ForbiddenException e) {
      // The pod is gone, or the right is missing. In the second case Kubernetes removes the pod
      // later.
    }
  }

  /**
   * Returns the pods that belong to the Kubernetes job and not to an earlier job with the same
   * name, oldest first.
   */
  static List<Pod> podsOfJob(Job job, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> job.getMetadata().getUid().equals(owner(pod)))
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /**
   * Returns the unique id of the Kubernetes job that owns the pod, or an empty text if no object
   * owns it.
   */
  static String owner(Pod pod) {
    return pod.getMetadata().getOwnerReferences().isEmpty()
        ? ""
        : pod.getMetadata().getOwnerReferences().getFirst().getUid();
  }

  /**
   * Opens a stream whose bytes can be read as they arrive.
   *
   * @throws StreamRefusedException if the API server answers with an error
   */
  InputStream stream(String what, String path) throws InterruptedException, StreamRefusedException {
    HttpRequest request =
        client.getHttpClient().newHttpRequestBuilder().uri(address() + path).forStreaming().build();
    try {
      HttpResponse<InputStream> response =
          client.getHttpClient().sendAsync(request, InputStream.class).get();
      if (!response.isSuccessful()) {
        response.body().close();
        throw new StreamRefusedException(response.code());
      }
      return response.body();
    } catch (ExecutionException | IOException e) {
      throw unavailable(what, e);
    }
  }

  UnavailableException unavailable(String what, Throwable e) {
    return KubernetesErrors.unavailable("cannot " + what, address(), e);
  }

  /** The API server answered the request for a stream with an error. */
  static final class StreamRefusedException extends Exception {
    private final int code;

    StreamRefusedException(int code) {
      super("HTTP " + code, null);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  @Override
  public void close() {
    client.close();
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
