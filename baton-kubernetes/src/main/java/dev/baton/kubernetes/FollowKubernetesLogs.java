// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.engine.EngineLine;
import dev.baton.engine.LineSink;
import dev.baton.error.ForbiddenException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.RetryIdempotentCalls;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the output of one Kubernetes job: one instance after the other, and within an instance
 * one pod after the other. The order is fixed, although pods run in parallel. Therefore a position
 * in one pod also says which output of other pods was read. Used once, by one thread.
 */
final class FollowKubernetesLogs {

  private static final Logger LOG = LoggerFactory.getLogger(FollowKubernetesLogs.class);

  /**
   * How long to wait for a change of the Kubernetes job before it is read anyway, in case the watch
   * missed a change. The wait is long, because many Kubernetes jobs are followed at the same time.
   */
  private static final Duration LONGEST_WAIT_FOR_CHANGE = Duration.ofMinutes(15);

  /**
   * The pause between two reads while a pod runs but its output ended, or while its node does not
   * show the output.
   */
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);

  private static final int BUFFER = 16 * 1024;

  /** The objects that all log followers of an engine share. */
  record Tools(
      NamespaceClient cluster,
      ReadKubernetesJobs read,
      KubernetesWatches watches,
      RetryIdempotentCalls retry,
      String container) {}

  private final Tools tools;
  private final String name;
  private final LineSink sink;
  private final Semaphore changes = new Semaphore(0);
  // The names of pods whose output was read to its end. Also read by the watch's thread.
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private @Nullable PodLogPosition at;
  // The names of pods for which the output already says that a part is missing.
  private final Set<String> noted = new HashSet<>();
  // The instance whose output is read. Also read by the watch's thread.
  private volatile CurrentInstance instance = CurrentInstance.NONE;
  // Whether Kubernetes runs the program only once, so that only one pod counts. Set before the
  // output of the first pod is read.
  private boolean isSinglePod;
  // The pod whose output was read first.
  private @Nullable String firstPod;
  private final ReadFailureLimit failures;

  FollowKubernetesLogs(Tools tools, String name, @Nullable String after, LineSink sink) {
    this.tools = tools;
    this.name = name;
    this.at = PodLogPosition.parse(name, after);
    this.sink = sink;
    this.failures = new ReadFailureLimit(tools.retry());
  }

  void run() throws InterruptedException {
    try (Watch watch = tools.watches().follow(name, (job, watchedJob) -> changed(watchedJob))) {
      Job first = job();
      String uid = first.getMetadata().getUid();
      instance = CurrentInstance.first(first, at);
      isSinglePod = DetectStuckKubernetesJobs.runsOnce(first);
      if (isUntouched(first)) {
        // The Kubernetes job has no pods yet. The watch reports the first pod.
        await(LONGEST_WAIT_FOR_CHANGE);
      }
      boolean more = true;
      while (more) {
        changes.drainPermits();
        more = pass(uid);
      }
    }
  }

  /**
   * Returns the name of the pod whose output was read, if the pod is gone before the Kubernetes job
   * has ended, so that Kubernetes would run the program again in another pod. Otherwise returns
   * empty.
   */
  private Optional<String> replaced(Job job, List<Pod> pods) {
    String last = lastPod();
    boolean gone =
        isSinglePod
            && last != null
            && !ReadKubernetesJobStatus.isDone(job)
            && job.getMetadata().getDeletionTimestamp() == null
            && views(pods).stream().noneMatch(pod -> pod.name().equals(last));
    return gone ? Optional.ofNullable(last) : Optional.empty();
  }

  private @Nullable String lastPod() {
    return at == null ? firstPod : at.pod();
  }

  /**
   * Whether Kubernetes has not yet started to process the Kubernetes job, because it has just been
   * created.
   */
  private static boolean isUntouched(Job job) {
    return job.getStatus() == null || job.getStatus().getStartTime() == null;
  }

  private Job job() {
    return tools
        .retry()
        .call(() -> tools.cluster().findOwnJob(name))
        .orElseThrow(() -> new NotFoundException("engine job '" + name + "' does not exist"));
  }

  /** Reads the next output. Returns false when all output was read. */
  private boolean pass(String uid) throws InterruptedException {
    Job job = job();
    if (!uid.equals(job.getMetadata().getUid())) {
      throw new NotFoundException("engine job '" + name + "' was deleted and created again");
    }
    List<Pod> pods = tools.retry().call(() -> instance.pods(tools.cluster(), job));
    Optional<String> replaced = replaced(job, pods);
    if (replaced.isPresent()) {
      tools.read().evicted(job, replaced.get());
      await(RETRY_DELAY);
      return true;
    }
    Optional<PodView> unread = next(pods);
    if (unread.isPresent()) {
      firstPod = unread.get().name();
      follow(unread.get());
    } else if (isOver(job, pods)) {
      instance = instance.next();
      return instance.exists();
    } else {
      await(LONGEST_WAIT_FOR_CHANGE);
    }
    return true;
  }

  private boolean isOver(Job job, List<Pod> pods) {
    return instance.isOver(job)
        && views(pods).stream().noneMatch(pod -> pod.mayRun(tools.read().now()));
  }

  /** Returns the first pod with unread output. */
  private Optional<PodView> next(List<Pod> pods) {
    PodLogPosition last = at;
    boolean known =
        last != null && views(pods).stream().anyMatch(pod -> pod.name().equals(last.pod()));
    String only = isSinglePod ? lastPod() : null;
    return views(pods).stream()
        // If Kubernetes runs the program only once, another pod would be a repetition, which Baton
        // ends. Therefore only the first pod is read.
        .filter(pod -> only == null || pod.name().equals(only))
        .dropWhile(pod -> known && last != null && !pod.name().equals(last.pod()))
        .filter(this::hasMore)
        .findFirst();
  }

  private List<PodView> views(List<Pod> pods) {
    return PodView.all(pods, tools.container()).toList();
  }

  private boolean hasMore(PodView pod) {
    return pod.started().isPresent() && !done.contains(pod.name());
  }

  /** Called by the watch's thread. */
  private void changed(KubernetesWatches.@Nullable WatchedJob watchedJob) {
    if (watchedJob == null || mayContinue(watchedJob)) {
      changes.release();
    }
  }

  private boolean mayContinue(KubernetesWatches.WatchedJob watchedJob) {
    List<Pod> own = watchedJob.pods().stream().filter(instance::contains).toList();
    return isOver(watchedJob.job(), own) || views(own).stream().anyMatch(this::hasMore);
  }

  private void await(Duration atMost) throws InterruptedException {
    if (changes.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  private void follow(PodView pod) throws InterruptedException {
    PodLogPosition last = at;
    boolean continuesSamePod = last != null && last.pod().equals(pod.name()) && !last.isStart();
    PodLogPosition from = continuesSamePod ? last : null;
    PodLogLines lines = new PodLogLines(pod.name(), from, instance.prefix(), sink);
    try (InputStream in = tools.cluster().stream("read the output", path(pod, from))) {
      TimestampedOutput output = new TimestampedOutput(lines);
      pump(in, output, lines);
      String remark = output.remark();
      if (!remark.isEmpty()) {
        handleRemark(pod, remark, output, lines);
      } else if (pod.isOver() && lines.isSearching() && failures.allowAnotherRead()) {
        // The program has ended, but the line that was read last is not in the output. The node may
        // be replacing its log file at this moment.
        await(RETRY_DELAY);
      } else {
        handleEnd(pod, output, lines);
      }
    } catch (NamespaceClient.StreamRefusedException e) {
      refused(e);
    } catch (IOException | UnavailableException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      failed(e);
    } finally {
      at = lines.lastPosition() == null ? at : lines.lastPosition();
    }
  }

  /**
   * Called when all output that the node has at present was read. If the program has ended, the pod
   * is done.
   */
  private void handleEnd(PodView pod, TimestampedOutput output, PodLogLines lines)
      throws InterruptedException {
    if (pod.isOver()) {
      output.end();
      lines.finish();
      done.add(pod.name());
    }
    if (lines.isRemoved() && !pod.isDeleting()) {
      note(pod, lines, "its node shows only its newest log file: lines may be missing here");
    }
    failures.clear();
    if (!pod.isOver()) {
      await(RETRY_DELAY);
    }
  }

  /**
   * Called when the node sends a remark instead of output, for example that it cannot retrieve the
   * logs of a container. The next request may bring output. If the program has ended and the remark
   * remains, there is no more output. For an ended pod that is being deleted, the remark is normal.
   */
  private void handleRemark(PodView pod, String remark, TimestampedOutput output, PodLogLines lines)
      throws InterruptedException {
    boolean expected = pod.isOver() && pod.isDeleting();
    if (!expected && (!pod.isOver() || failures.allowAnotherRead())) {
      LOG.debug(
          "node answered with a remark instead of output; Baton tries again: pod={} remark={}",
          pod.name(),
          remark);
      await(RETRY_DELAY);
      return;
    }
    if (!expected) {
      note(pod, lines, "the end of its output cannot be read; its node answers: " + remark);
    }
    handleEnd(pod, output, lines);
  }

  /** Writes a note about missing output as a line into the output, once per pod. */
  private void note(PodView pod, PodLogLines lines, String text) throws InterruptedException {
    if (noted.add(pod.name())) {
      LOG.warn(
          "output of an engine job is incomplete; the missing part is lost: engineJob={} pod={}"
              + " reason={}",
          name,
          pod.name(),
          text);
      PodLogPosition read = lines.lastPosition();
      PodLogPosition position = read == null ? PodLogPosition.start(pod.name()) : read;
      String line = instance.prefix() + "[pod '" + pod.name() + "': " + text + "]";
      sink.line(new EngineLine("stdout", line, position.text()));
    }
  }

  private void pump(InputStream in, TimestampedOutput output, PodLogLines lines)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    PodLogPosition before = lines.lastPosition();
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      output.add(buffer, read);
      if (!Objects.equals(lines.lastPosition(), before)) {
        failures.clear();
      }
    }
  }

  private void refused(NamespaceClient.StreamRefusedException e) throws InterruptedException {
    switch (e.code()) {
      case 401, 403 ->
          throw new ForbiddenException(
              "output of engine job '"
                  + name
                  + "' cannot be read: the account needs the right 'get' on 'pods/log'",
              e);
      default -> failed(e);
    }
  }

  private void failed(Exception e) throws InterruptedException {
    if (!failures.allowAnotherRead()) {
      throw tools.cluster().unavailable("read the output of engine job '" + name + "'", e);
    }
    await(RETRY_DELAY);
  }

  private String path(PodView pod, @Nullable PodLogPosition from) {
    String since =
        from == null
            ? ""
            : "&sinceTime=" + from.stamp().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
    return "/api/v1/namespaces/"
        + tools.cluster().namespace()
        + "/pods/"
        + pod.name()
        + "/log?timestamps=true&container="
        + tools.container()
        + "&follow="
        + !pod.isOver()
        + since;
  }
}
