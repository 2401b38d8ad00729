// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.service.FailureLog;
import dev.baton.service.Lifecycle;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that this process is ready, that it is alive, and that it stops. Does nothing if
 * systemd did not start this process.
 *
 * <p>systemd reads datagrams from a unix socket, and Java has only stream sockets of that kind.
 * Therefore each message is sent by the program {@code systemd-notify}, which every machine with
 * systemd has (ADR 101).
 */
final class SystemdNotifier implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

  /** systemd ends the process if no message comes within its limit. Two messages may get lost. */
  private static final int MESSAGES_PER_LIMIT = 3;

  private final FailureLog failureLog =
      new FailureLog(
          LOG,
          "systemd cannot be told the state of this process; Baton continues: notification={}");
  private final String program;
  private final @Nullable String socket;
  private final String ready;
  private final @Nullable PollLoop watchdog;
  private final Lifecycle lifecycle = new Lifecycle();

  private SystemdNotifier(
      String program, @Nullable String socket, String ready, @Nullable Duration watchdogLimit) {
    this.program = program;
    this.socket = socket;
    this.ready = ready;
    // A platform thread, so that jobs that occupy all carriers of virtual threads do not look like
    // a frozen process.
    this.watchdog =
        watchdogLimit == null
            ? null
            : PollLoop.onPlatformThread(
                "systemd-watchdog", () -> sendAlive(watchdogLimit), Duration.ofSeconds(1));
  }

  /**
   * Creates a notifier for a process with this environment.
   *
   * @param ready the status that systemd shows when the process is ready
   */
  static SystemdNotifier of(Map<String, String> environment, String ready) {
    return of("systemd-notify", environment, ready);
  }

  /**
   * As {@link #of(Map, String)}.
   *
   * @param program the program that sends a message
   */
  static SystemdNotifier of(String program, Map<String, String> environment, String ready) {
    String socket = environment.get("BATON_NOTIFY_SOCKET");
    String limit = environment.get("BATON_WATCHDOG_USEC");
    Duration watchdogLimit =
        socket != null && limit != null && limit.matches("[1-9]\\d{0,17}")
            ? Duration.of(Long.parseLong(limit), ChronoUnit.MICROS)
            : null;
    return new SystemdNotifier(program, socket, ready, watchdogLimit);
  }

  @Override
  public void start() {
    lifecycle.start(() -> {
      if (socket != null) {
        send(socket, "READY=1", "STATUS=" + ready);
      }
      if (watchdog != null) {
        watchdog.start();
      }
    });
  }

  /** Reports that the process stops. systemd watches only the time of the stop from now on. */
  @Override
  public void stop() {
    lifecycle.stop(() -> {
      if (watchdog != null) {
        watchdog.stop();
      }
      if (socket != null) {
        send(socket, "STOPPING=1", "STATUS=Stopping");
      }
    });
  }

  private PassResult sendAlive(Duration limit) {
    if (socket != null) {
      send(socket, "WATCHDOG=1");
    }
    return PassResult.waitFor(limit.dividedBy(MESSAGES_PER_LIMIT));
  }

  private void send(String socket, String... messages) {
    try {
      run(socket, messages);
      failureLog.succeeded(messages[0]);
    } catch (IOException e) {
      failureLog.failed(messages[0], e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String socket, String... messages) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of(messages));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("NOTIFY_SOCKET", socket);
    Process sender = builder.start();
    if (!sender.waitFor(SEND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      sender.destroyForcibly();
      throw new IOException("'" + program + "' did not end within " + SEND_TIMEOUT);
    }
    if (sender.exitValue() != 0) {
      throw new IOException("'" + program + "' exited with code " + sender.exitValue());
    }
  }
}
