// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.UnreadableRecords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on another host through a shell, for example over {@code ssh}. Each call starts a
 * shell on the host; each reader of output keeps one shell open.
 *
 * <p>The host must be Linux with {@code setsid} and {@code flock}. Programs on the host outlive the
 * connection and Baton. Each engine job has a folder. Until its deletion the folder contains the
 * script of the engine job, including its secrets, which only the user of the shell can read. The
 * output and error streams of a program are merged.
 */
public final class ShellEngine implements Engine {

  private static final Set<EngineField> HONOURED =
      Set.of(
          EngineField.COMMAND,
          EngineField.ARGS,
          EngineField.ENV,
          EngineField.SECRETS,
          EngineField.WORKDIR,
          EngineField.TIMEOUT);

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofHours(1);
  private static final int SILENCE = 24 * 60 * 60;
  private static final int TRIES = 50;
  private static final int KIBIBYTE = 1024;

  private final EngineOptions options;
  private final String product;
  private final String address;
  private final ShellCalls calls;
  private final UnreadableRecords unreadable;
  private final List<ShellWatch> watches = new CopyOnWriteArrayList<>();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final PollLoop loop;

  private ShellEngine(EngineOptions options, String product, String address, ShellCalls calls) {
    this.options = options;
    this.product = product;
    this.address = address;
    this.calls = calls;
    this.unreadable = new UnreadableRecords("engine '" + options.name() + "'");
    this.loop = PollLoop.of(options.name() + "-watch", this::poll);
  }

  /**
   * Opens the engine without connecting to the host.
   *
   * @param options name, installation and clock of the engine; its text settings are ignored
   * @param product the name of the product, for display, such as {@code OpenSSH}
   * @param address the address of the host, for display
   * @param root a folder on the host; a relative path starts at the home of the user
   * @param shell a command that runs its standard input in a shell of the host, such as {@code ssh
   *     HOST sh -s}, and ends with the exit code of that shell
   */
  public static ShellEngine over(
      EngineOptions options, String product, String address, String root, List<String> shell) {
    ShellCalls calls = new ShellCalls(options.name(), root + "/" + options.installation(), shell);
    return new ShellEngine(options, product, address, calls);
  }

  @Override
  public EngineJob create(EngineSpec spec) {
    spec.requireOnly(options.name(), HONOURED);
    if (spec.program().command().isEmpty()) {
      throw new InvalidInputException(
          "command is empty; engine '" + options.name() + "' needs one");
    }
    Duration timeout = spec.lifetime().timeout();
    Map<String, String> variables =
        Map.of(
            "name", spec.name(),
            "job", ShellEngineJobs.script(spec, options.installation()),
            "timeout", timeout == null ? "" : seconds(timeout));
    // If another process removes the engine job at this moment, the next iteration creates it
    // again.
    for (int tries = 0; tries < TRIES; tries++) {
      List<String> lines = calls.call("create", variables);
      if (!lines.isEmpty()) {
        return ShellEngineJobs.read(lines.getFirst());
      }
    }
    throw new UnavailableException(
        "engine job '"
            + spec.name()
            + "' cannot be created in engine '"
            + options.name()
            + "': a job of this name is still being deleted; try again");
  }

  private static String seconds(Duration timeout) {
    return timeout.toSeconds() + String.format(".%03d", timeout.toMillisPart());
  }

  @Override
  public Optional<EngineJob> find(String name) {
    EngineSpec.checkName(name);
    return calls.call("find", Map.of("name", name)).stream().findFirst().map(ShellEngineJobs::read);
  }

  @Override
  public void delete(String name) {
    EngineSpec.checkName(name);
    calls.call("delete", Map.of("name", name));
  }

  @Override
  public void stop(String name) {
    EngineSpec.checkName(name);
    calls.call("stop", Map.of("name", name));
  }

  @Override
  public EnginePlace place() {
    List<String> lines = calls.call("place", Map.of());
    if (lines.size() < 2 || lines.getFirst().isBlank()) {
      throw new UnavailableException(
          "engine '" + options.name() + "' sent an answer that cannot be read: " + lines);
    }
    return new EnginePlace(lines.getFirst().strip(), address + ", host " + lines.get(1).strip());
  }

  @Override
  public List<EngineJob> list() {
    List<EngineJob> jobs = new ArrayList<>();
    for (String line : calls.call("list", Map.of())) {
      String name = line.split("\t", 2)[0];
      try {
        jobs.add(ShellEngineJobs.read(line));
        unreadable.readSucceeded(name);
      } catch (RuntimeException e) {
        // An unreadable engine job must not prevent the listing of the others.
        unreadable.failed(name, e);
      }
    }
    return jobs;
  }

  @Override
  public void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException {
    EngineSpec.checkName(name);
    long offset = offset(after);
    LineSplitter splitter =
        new LineSplitter(
            offset, (text, end) -> sink.line(new EngineLine("stdout", text, String.valueOf(end))));
    Map<String, String> variables = Map.of("name", name, "after", String.valueOf(offset));
    calls.stream("logs", variables, SILENCE, bytes -> splitter.add(bytes, 0, bytes.length));
    splitter.end();
  }

  private static long offset(@Nullable String after) {
    try {
      return after == null ? 0 : Long.parseUnsignedLong(after);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "position '" + after + "' is not a position of this engine; expected a number of bytes",
          e);
    }
  }

  @Override
  public Watch watch(Consumer<EngineEvent> listener) {
    ShellWatch watch = new ShellWatch(listener, options.clock().now());
    watches.add(watch);
    if (watched.compareAndSet(false, true)) {
      loop.start();
    }
    loop.wake();
    return () -> {
      watch.close();
      watches.remove(watch);
    };
  }

  private PassResult poll() {
    if (watches.isEmpty()) {
      return PassResult.waitFor(IDLE);
    }
    List<EngineJob> jobs = list();
    watches.forEach(watch -> watch.report(jobs, unreadable::contains));
    return PassResult.waitFor(POLL_INTERVAL);
  }

  @Override
  public EngineCheck check() {
    List<String> lines = calls.call("check", Map.of());
    if (lines.size() < 3) {
      throw new UnavailableException(
          "engine '" + options.name() + "' sent an answer that cannot be read: " + lines);
    }
    long running = list().stream().filter(job -> !job.status().isOver()).count();
    EngineCheck.Amount capacity =
        new EngineCheck.Amount(
            new BigDecimal(lines.get(1)), Long.parseLong(lines.get(2)) * KIBIBYTE, null);
    return new EngineCheck(
        product, lines.getFirst(), address, capacity, new EngineCheck.Amount(null, null, running));
  }

  @Override
  public void close() {
    loop.stop();
  }
}
