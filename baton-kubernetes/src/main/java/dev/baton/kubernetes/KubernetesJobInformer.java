// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineJob;
import dev.baton.error.UnavailableException;
import dev.baton.service.Lifecycle;
import dev.baton.service.OutageLog;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import dev.baton.service.Threads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the Kubernetes jobs and the pods of an installation; a poll loop reports their changes.
 * There are two watches, and one may be behind the other. Therefore the end of a Kubernetes job is
 * reported only when its pods show how it ended.
 */
final class KubernetesJobInformer implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesJobInformer.class);
  private static final String BY_OWNER = "owner";
  private static final Duration IDLE = Duration.ofMinutes(5);

  /**
   * The time between two checks of a Kubernetes job that does not start, if only Kubernetes Event
   * objects contain the reason.
   */
  private static final Duration EVENTS = Duration.ofSeconds(4);

  private static final String WATCHING = "watch jobs and pods";

  private final NamespaceClient namespaceClient;
  private final ReadKubernetesJobs read;
  private final ReadKubernetesJobStatus readStatus;
  private final DetectStuckKubernetesJobs detectStuckJobs;
  private final KubernetesWatches.Listener listener;
  private final OutageLog outageLog;
  private final SharedIndexInformer<Job> jobs;
  private final SharedIndexInformer<Pod> pods;
  private final PollLoop loop = PollLoop.of("kubernetes-watch", this::pass);
  private final Lifecycle life = new Lifecycle();
  // Written by the informers' threads and by the threads that read again; the thread of the poll
  // loop runs the checks.
  private final KubernetesJobCheckSchedule checks;
  // The names of deleted Kubernetes jobs. Written by the informers' threads; read and emptied by
  // the thread of the poll loop.
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  // The last reported state of each Kubernetes job, by name. Used by the thread of the poll loop
  // only.
  private final Map<String, EngineJob> reported = new HashMap<>();
  // Written by the thread that stops the informer, read by the informers' threads.
  private volatile boolean stopping;
  // Pods that were read from the API server, by the unique id of their Kubernetes job. Separate
  // threads read them, because the thread of the poll loop must not wait for the API server.
  private final Map<String, List<Pod>> reads = new ConcurrentHashMap<>();

  KubernetesJobInformer(
      NamespaceClient namespaceClient,
      ReadKubernetesJobs read,
      ReadKubernetesJobStatus readStatus,
      DetectStuckKubernetesJobs detectStuckJobs,
      KubernetesWatches.Listener listener) {
    this.namespaceClient = namespaceClient;
    this.read = read;
    this.readStatus = readStatus;
    this.detectStuckJobs = detectStuckJobs;
    this.listener = listener;
    this.checks = new KubernetesJobCheckSchedule(read::now, this::checkJob);
    this.outageLog = new OutageLog("engineAddress=" + namespaceClient.address());
    this.jobs = namespaceClient.ownJobs().runnableInformer(0);
    this.pods = namespaceClient.ownPods().runnableInformer(0);
  }

  @Override
  public void start() {
    life.start(
        () -> {
          pods.addIndexers(Map.of(BY_OWNER, pod -> List.of(NamespaceClient.owner(pod))));
          follow(pods, KubernetesJobInformer::jobOf);
          follow(jobs, job -> job.getMetadata().getName());
          jobs.addEventHandler(new DeletionHandler());
          pods.start();
          jobs.start();
          loop.start();
        },
        this::end);
  }

  /** Within ten seconds, as {@link PollLoop#stop()}, and closes the informers. */
  @Override
  public void stop() {
    life.stop(this::end);
  }

  private void end() {
    stopping = true;
    loop.stop();
    jobs.stop();
    pods.stop();
  }

  private static String jobOf(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(NamespaceClient.JOB_NAME, "");
  }

  private <T extends HasMetadata> void follow(
      SharedIndexInformer<T> informer, Function<T, String> name) {
    informer.addEventHandler(new ChangeHandler<>(name));
    informer.exceptionHandler((started, e) -> {
      if (stopping) {
        return false;
      }
      outageLog.callFailed(WATCHING, new UnavailableException(String.valueOf(e.getMessage()), e));
      return true;
    });
  }

  private void note(String name) {
    checks.next(name);
    outageLog.callSucceeded(WATCHING);
    loop.wake();
  }

  private PassResult pass() {
    checks.run();
    return PassResult.waitFor(checks.untilNext(IDLE));
  }

  private void checkJob(String name) {
    Job job = jobs.getStore().getByKey(namespaceClient.namespace() + "/" + name);
    if (removed.remove(name)) {
      // The deletion is reported even if a Kubernetes job with the same name has been created
      // since.
      reported.remove(name);
      listener.changed(name, null);
    }
    if (job == null) {
      return;
    }
    List<Pod> own =
        NamespaceClient.podsOfJob(
            job, pods.getIndexer().byIndex(BY_OWNER, job.getMetadata().getUid()));
    if (readStatus.isConclusive(job, own)) {
      report(job, own);
      return;
    }
    // The watch of the pods is behind the watch of the Kubernetes jobs. Therefore the pods are read
    // from the API server.
    List<Pod> fresh = reads.remove(job.getMetadata().getUid());
    if (fresh == null) {
      Threads.virtual("kubernetes-read", () -> readAgain(job)).start();
    } else {
      report(job, fresh);
    }
  }

  private void report(Job job, List<Pod> own) {
    String name = job.getMetadata().getName();
    Instant now = read.now();
    if (detectStuckJobs.needsAction(job, own, now)) {
      Threads.virtual("kubernetes-give-up", () -> giveUp(job, own)).start();
    }
    EngineJob described = read.described(job, own);
    if (ReadKubernetesJobStatus.isDone(job) && !described.status().isOver()) {
      checks.planSoon(name);
    } else {
      Optional<Instant> events = read.eventsNeededFrom(job, own);
      Stream.concat(
              events.map(from -> afterEvents(from, now)).stream(),
              detectStuckJobs.nextCheck(job, own, now).stream())
          .min(Instant::compareTo)
          .ifPresent(when -> checks.at(name, when));
    }
    boolean changes = !described.equals(reported.put(name, described));
    listener.changed(name, new KubernetesWatches.WatchedJob(job, own, described, changes));
  }

  /**
   * Returns when to check again a Kubernetes job that has not started and whose Kubernetes status
   * does not say why. The reason may be in Event objects, which no watch reports.
   */
  private Instant afterEvents(Instant from, Instant now) {
    if (now.isBefore(from)) {
      return from;
    }
    Threads.virtual("kubernetes-events", read::refreshReasons).start();
    return now.plus(EVENTS);
  }

  private void giveUp(Job job, List<Pod> own) {
    try {
      read.afterGiveUp(job, own);
    } catch (RuntimeException e) {
      // The watch does not report the same change again. Therefore the Kubernetes job is checked
      // again soon.
      checkSoon(job, e);
      loop.wake();
    }
  }

  private void readAgain(Job job) {
    try {
      reads.put(job.getMetadata().getUid(), namespaceClient.pods(job));
      checks.next(job.getMetadata().getName());
    } catch (RuntimeException e) {
      checkSoon(job, e);
    }
    loop.wake();
  }

  private void checkSoon(Job job, RuntimeException cause) {
    String name = job.getMetadata().getName();
    LOG.debug("engine job is checked again: engineJob={}", name, cause);
    checks.planSoon(name);
  }

  /** Schedules a check of a Kubernetes job when it or one of its pods has changed. */
  private final class ChangeHandler<T> implements ResourceEventHandler<T> {
    private final Function<T, String> name;

    ChangeHandler(Function<T, String> name) {
      this.name = name;
    }

    @Override
    public void onAdd(T added) {
      note(name.apply(added));
    }

    @Override
    public void onUpdate(T before, T now) {
      note(name.apply(now));
    }

    @Override
    public void onDelete(T last, boolean unknown) {
      note(name.apply(last));
    }
  }

  /** Notes the names of deleted Kubernetes jobs. */
  private final class DeletionHandler implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {}

    @Override
    public void onUpdate(Job before, Job now) {
      if (!before.getMetadata().getUid().equals(now.getMetadata().getUid())) {
        removed.add(now.getMetadata().getName());
      }
    }

    @Override
    public void onDelete(Job job, boolean unknown) {
      removed.add(job.getMetadata().getName());
      note(job.getMetadata().getName());
    }
  }
}
