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
 * An API server without anything behind it: what Kubernetes would do, a test does. It keeps what it
 * is given, tells of it, and has output of pods.
 */
final class FakeKubernetesApiServer implements AutoCloseable {

  /** For what follows at once, on a machine that has much to do. */
  static final Duration BOUND = Duration.ofSeconds(30);

  private static final String NAMESPACE = "default";

  private final Map<String, String> output = new ConcurrentHashMap<>();
  private final AtomicInteger watches = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new ApiDispatcher(), false);
  private final KubernetesClient client;
  private final Engine engine;
  // What it leaves out as older ones do; a regular expression.
  private volatile String unknown = "";

  /** The clock is that of the engine. */
  FakeKubernetesApiServer(Clock clock) {
    server.init();
    client = server.createClient();
    EngineOptions options =
        new EngineOptions("kubernetes", "mock", Path.of("unused"), Map.of(), clock);
    engine =
        KubernetesEngine.open(
            options,
            KubernetesSettings.of(options),
            NamespaceClient.of(client.getConfiguration(), NAMESPACE, "mock"));
  }

  Engine engine() {
    return engine;
  }

  /** What the engine asked for, methods and paths. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Returns when the engine watches jobs and pods: what changes between a list and the watch after
   * it is lost here, as it is not in Kubernetes.
   */
  void awaitWatches() {
    await().atMost(BOUND).until(() -> watches.get() >= 2);
  }

  /** From now on it does not know what is between quotes before a number, as older ones. */
  void forget(String field) {
    unknown = "\"" + field + "\":\\d+,?";
  }

  Job job(String name) {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get();
  }

  /** As the job controller tells how a job goes. */
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
   * As the job controller makes the pod of an instance, and a node tells of it.
   *
   * @param pod the last part of its name
   * @param state of its container
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
                JobInstances.NUMBER);
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

  /** What a pod has printed, as a node keeps it. */
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

  /** Counts the watches that are open. */
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
    }
  }
}
