// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.EngineJobListeners;
import dev.baton.job.Watch;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folder of the engine jobs of the process engine. One poll loop reads the file events
 * of the operating system for all engine jobs; another poll loop reads all engine jobs every 2
 * seconds and finds the changes without an event. The watch starts when it is first used.
 */
final class FolderWatch implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  private final Path folder;
  private final Consumer<String> changed;
  private final Predicate<String> isNotifying;
  private final PollLoop events = PollLoop.of("process-events", this::readEvents);
  private final PollLoop loop;
  private final EngineJobListeners<Semaphore> followers = new EngineJobListeners<>();
  // Guarded by this object. Opened together with the start of the thread that reads its events.
  private @Nullable WatchService service;
  private boolean stopped;

  /**
   * @param changed receives the name of an engine job whose state may have changed; must not throw
   * @param isNotifying whether a change of a file with this ending means that the state of its
   *     engine job may have changed
   * @param onPoll reads the state of all engine jobs
   */
  FolderWatch(
      Path folder, Consumer<String> changed, Predicate<String> isNotifying, Runnable onPoll) {
    this.folder = folder;
    this.changed = changed;
    this.isNotifying = isNotifying;
    this.loop =
        PollLoop.of(
            "process-engine",
            () -> {
              onPoll.run();
              wakeAll();
              return PassResult.waitFor(POLL_INTERVAL);
            });
  }

  /** Starts the watch if it has not started. */
  synchronized void open() throws IOException {
    if (service != null || stopped) {
      return;
    }
    WatchService opened = FileSystems.getDefault().newWatchService();
    folder.register(
        opened,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    service = opened;
    events.start();
    loop.start();
  }

  /** Releases a permit whenever a file of the engine job changes, including its output. */
  Watch follow(String name, Semaphore wake) throws IOException {
    open();
    return followers.add(name, wake);
  }

  /** Does nothing: {@link #open} and the first follower start the watch. */
  @Override
  public void start() {}

  /** Within twenty seconds: both poll loops stop as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    WatchService opened;
    synchronized (this) {
      stopped = true;
      opened = service;
    }
    events.stop();
    loop.stop();
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        LOG.debug("folder watch cannot be closed: folder={}", folder, e);
      }
    }
    wakeAll();
  }

  private PassResult readEvents() throws InterruptedException {
    WatchKey key =
        Objects.requireNonNull(opened(), "the poll loop started before its service").take();
    handle(key);
    if (!key.reset()) {
      LOG.warn(
          "folder was removed and has no more events; a poll finds the changes: folder={}"
              + " interval={}",
          folder,
          POLL_INTERVAL);
    }
    return PassResult.again();
  }

  private synchronized @Nullable WatchService opened() {
    return service;
  }

  private void handle(WatchKey key) {
    Set<String> woken = new LinkedHashSet<>();
    Set<String> toNotify = new LinkedHashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path file) {
        classify(file.toString(), woken, toNotify);
      } else {
        // An overflow: the operating system has dropped events, so everything must be polled.
        loop.wake();
      }
    }
    woken.forEach(name -> followers.of(name).forEach(FolderWatch::release));
    toNotify.forEach(changed);
  }

  private void classify(String file, Set<String> woken, Set<String> toNotify) {
    int dot = file.lastIndexOf('.');
    // Files whose names begin with a dot are drafts of records. Their changes are not reported.
    if (dot > 0 && file.charAt(0) != '.') {
      String name = file.substring(0, dot);
      woken.add(name);
      if (isNotifying.test(file.substring(dot))) {
        toNotify.add(name);
      }
    }
  }

  private void wakeAll() {
    followers.all().forEach(FolderWatch::release);
  }

  private static void release(Semaphore wake) {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }
}
