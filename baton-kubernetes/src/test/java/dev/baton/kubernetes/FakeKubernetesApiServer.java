// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineOptions;
import dev.baton.service.Clock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server without controllers and nodes; the test plays their parts. It stores objects,
 * reports changes to watches, and serves the output of pods.
 */
final class FakeKubernetesApiServer implements AutoCloseable {

  /** The limit for events that follow at once, on a busy machine. */
  static final Duration BOUND = Duration.ofMinutes(4);

  private static final String NAMESPACE = "default";

  private final Map<String, String> output = new ConcurrentHashMap<>();
  private final AtomicInteger watches = new AtomicInteger();
  private final AtomicInteger closedWatches = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new ApiDispatcher(), false);
  private final KubernetesClient client;
  private final NamespaceClient namespaceClient;
  private final Engine engine;
  // A regular expression for fields that the server ignores, as older servers do.
  private volatile String unknown = "";

  /**
   * Starts the server.
   *
   * @param clock the clock of the engine
   */
  FakeKubernetesApiServer(Clock clock) {
    server.init();
    client = server.createClient();
    EngineOptions options =
        new EngineOptions("kubernetes", "mock", Path.of("unused"), Map.of(), clock);
    namespaceClient = NamespaceClient.of(client.getConfiguration(), NAMESPACE, "mock", BOUND);
    engine = new KubernetesEngine(options, KubernetesSettings.of(options), namespaceClient);
  }

  Engine engine() {
    return engine;
  }

  /** Returns the engine's client of this server. */
  NamespaceClient namespaceClient() {
    return namespaceClient;
  }

  /** Returns how many watches of jobs and pods are open. */
  int openWatches() {
    return watches.get() - closedWatches.get();
  }

  /** Returns the methods and paths of the engine's requests. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns when the engine watches jobs and pods. This server, unlike Kubernetes, loses changes
   * between a list and the watch that follows.
   */
  void awaitWatches() {
    await().atMost(BOUND).until(() -> watches.get() >= 2);
  }

  /** Ignores the field of that name from now on if its value is a number, as older servers do. */
  void forget(String field) {
    unknown = "\"" + field + "\":\\d+,?";
  }

  Job job(String name) {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get();
  }

  /** Sets the status of a job as the job controller does. */
  void status(String name, String fields) {
    JobStatus status = Serialization.unmarshal("---\n{" + fields + "}", JobStatus.class);
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withName(name)
        .editStatus(job -> {
          job.setStatus(status);
          return job;
        });
  }

  /**
   * Creates the pod of an instance as the job controller does, and sets its status as a node does.
   *
   * @param pod the last part of the pod's name
   * @param state the state of its container
   */
  void pod(String job, int number, String pod, String phase, String state) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s-%3$d-%4$s
          creationTimestamp: '2026-11-22T10:00:0%3$dZ'
          annotations: {%7$s: '%3$d'}
          labels: {job-name: %1$s, baton.dev/installation: mock, %7$s: '%3$d'}
          ownerReferences: [{uid: %2$s}]
        status:
          phase: %5$s
          startTime: '2026-11-22T10:00:00Z'
          containerStatuses: [{name: jobcontainer, image: some, state: %6$s}]
        """
            .formatted(
                job,
                job(job).getMetadata().getUid(),
                number,
                pod,
                phase,
                state,
                KubernetesJobInstances.NUMBER);
    var resource =
        client.pods().inNamespace(NAMESPACE).resource(Serialization.unmarshal(yaml, Pod.class));
    if (resource.get() == null) {
      resource.create();
    }
    resource.updateStatus();
  }

  boolean hasPod(String name) {
    return client.pods().inNamespace(NAMESPACE).withName(name).get() != null;
  }

  static String runs() {
    return "{running: {startedAt: '2026-11-22T10:00:01Z'}}";
  }

  static String ended(int code) {
    return "{terminated: {reason: Error, exitCode: "
        + code
        + ", startedAt: '2026-11-22T10:00:01Z'}}";
  }

  /** Sets the output of a pod in the form in which a node stores it. */
  void output(String pod, String... lines) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      all.append("2026-11-22T10:00:01.%09dZ %s%n".formatted(i, lines[i]));
    }
    output.put(pod, all.toString());
  }

  @Override
  public void close() {
    engine.close();
    client.close();
    server.destroy();
  }

  private final class ApiDispatcher extends KubernetesCrudDispatcher {

    private static final Pattern LOG = Pattern.compile(".*/pods/([^/]+)/log\\?.*");

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      requests.add(request.getMethod() + " " + request.getPath());
      if (request.getPath().endsWith("dryRun=All")) {
        return new MockResponse()
            .setResponseCode(201)
            .setBody(request.getUtf8Body().replaceAll(unknown, ""));
      }
      Matcher log = LOG.matcher(request.getPath());
      if (log.matches()) {
        return new MockResponse()
            .setResponseCode(200)
            .setBody(output.getOrDefault(log.group(1), ""));
      }
      MockResponse answer = super.dispatch(request);
      WebSocketListener watcher = answer.getWebSocketListener();
      return watcher == null ? answer : answer.withWebSocketUpgrade(new CountedWatch(watcher));
    }
  }

  /** Counts the watches that were opened. */
  private final class CountedWatch extends WebSocketListener {
    private final WebSocketListener watcher;

    CountedWatch(WebSocketListener watcher) {
      this.watcher = watcher;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
      watcher.onOpen(socket, response);
      watches.incrementAndGet();
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
      watcher.onClosing(socket, code, reason);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
      watcher.onClosed(socket, code, reason);
      closedWatches.incrementAndGet();
    }
  }
}
