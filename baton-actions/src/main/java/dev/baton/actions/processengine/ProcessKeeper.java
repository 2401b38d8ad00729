// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.engine.ScriptResource;
import dev.baton.service.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a shell, the keeper, that starts the supervisors of programs. A fork of the keeper costs a
 * tenth of a start by Java. The keeper starts with the first program and ends when this object is
 * closed or this process dies; supervisors and programs continue. Thread-safe.
 */
final class ProcessKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessKeeper.class);

  private static final Optional<Path> SETSID = ProgramLookup.findOnSystemPath("setsid");
  private static final Optional<Path> SHELL = ProgramLookup.findOnSystemPath("sh");
  private static final Optional<Path> SLEEP = ProgramLookup.findOnSystemPath("sleep");
  private static final String SCRIPT = ScriptResource.read(ProcessKeeper.class, "keeper.sh");
  private static final String OWN = ScriptResource.read(ProcessKeeper.class, "own-session.sh");
  private static final String TIMER = ScriptResource.read(ProcessKeeper.class, "timer.sh");
  private static final Duration FORK = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final KillSessions leftovers = new KillSessions();
  // The requests whose programs have not ended, by their numbers.
  private final Map<Long, PendingStart> requests = new ConcurrentHashMap<>();
  // Held while a request is written, so that requests do not mix.
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private @Nullable Process keeper;
  private long lastNumber;
  private boolean closed;

  /**
   * A request.
   *
   * @param keeper the shell that has the request
   * @param mark of the moment of the request, for the search for leftovers
   * @param forked completes when the supervisor was started
   */
  private record PendingStart(
      Process keeper, long mark, CompletableFuture<@Nullable Void> forked) {}

  /**
   * @param environment the variables of every program
   */
  ProcessKeeper(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Whether the host has the programs that the keeper needs. */
  static boolean isAvailable() {
    return SETSID.isPresent() && SHELL.isPresent() && SLEEP.isPresent();
  }

  /** The words that precede the words of a program when it is executed. */
  static List<String> prefix(String job, String cgroups) {
    return List.of(
        SETSID.orElseThrow().toString(), SHELL.orElseThrow().toString(), "-c", OWN, job, cgroups);
  }

  /**
   * Starts the supervisor of a program. Returns when the supervisor runs. An interrupt does not
   * shorten the call.
   *
   * @param words the arguments of {@code _baton_run} after the number of the request
   * @throws IOException if it cannot be started; a later try may succeed
   */
  void run(List<String> words) throws IOException {
    try {
      await(send(words));
    } catch (KeeperEndedException e) {
      // The supervisor may run nevertheless. That is no problem, because only one supervisor of an
      // engine job runs the program.
      LOG.debug(
          "keeper of programs was killed; Baton starts another one: requests={}",
          requests.size(),
          e);
      await(send(words));
    }
  }

  private static void await(PendingStart request) throws IOException {
    try {
      request.forked().copy().orTimeout(FORK.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("the keeper of programs did not answer within " + FORK, e);
    }
  }

  private PendingStart send(List<String> words) throws IOException {
    lock.lock();
    try {
      Process running = require();
      long number = ++lastNumber;
      PendingStart request = new PendingStart(running, leftovers.mark(), new CompletableFuture<>());
      requests.put(number, request);
      try {
        write(running, "_baton_run " + number + " " + quoted(words) + "\n");
      } catch (IOException e) {
        requests.remove(number);
        running.destroyForcibly();
        keeper = null;
        throw new KeeperEndedException(e);
      }
      return request;
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock. */
  private Process require() throws IOException {
    if (closed) {
      throw new IOException("the engine was closed");
    }
    Process present = keeper;
    if (present != null && present.isAlive()) {
      return present;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                SETSID.orElseThrow().toString(),
                SHELL.orElseThrow().toString(),
                "-s",
                "baton-keeper")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process started = ProcessStarter.start(builder);
    write(
        started,
        "_baton_setsid="
            + quoted(SETSID)
            + " _baton_shell="
            + quoted(SHELL)
            + " _baton_sleep="
            + quoted(SLEEP)
            + "\n_baton_own="
            + quoted(OWN)
            + "\n_baton_timer="
            + quoted(TIMER)
            + "\n"
            + SCRIPT
            + "\n");
    Threads.platform("process-keeper", () -> readReports(started)).start();
    ProcessExit.of(started).whenExited(() -> fail(started));
    keeper = started;
    return started;
  }

  private static void write(Process keeper, String text) throws IOException {
    OutputStream pipe = keeper.getOutputStream();
    pipe.write(text.getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  /** Reads until the keeper and all supervisors that it has started have ended. */
  private void readReports(Process started) {
    try (BufferedReader reports = started.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = reports.readLine(); line != null; line = reports.readLine()) {
        handle(line.split(" "));
      }
    } catch (IOException e) {
      LOG.debug("keeper of programs cannot be read any more: pid={}", started.pid(), e);
    } finally {
      requests.values().removeIf(request -> request.keeper().equals(started));
    }
  }

  /** Fails the requests that the keeper has not confirmed. */
  private void fail(Process ended) {
    requests.values().stream()
        .filter(request -> request.keeper().equals(ended))
        .forEach(request -> request.forked().completeExceptionally(new KeeperEndedException(null)));
  }

  private void handle(String[] report) {
    long number = Long.parseLong(report[1]);
    PendingStart request = requests.get(number);
    if (request == null) {
      return;
    }
    switch (report[0]) {
      case "s" -> request.forked().complete(null);
      case "f" -> {
        requests.remove(number);
        request.forked().completeExceptionally(new IOException("this host has too many processes"));
      }
      default -> {
        requests.remove(number);
        leftovers.add(Long.parseLong(report[2]), request.mark(), () -> {});
      }
    }
  }

  private static String quoted(Optional<Path> program) {
    return quoted(program.orElseThrow().toString());
  }

  private static String quoted(List<String> words) {
    return words.stream().map(ProcessKeeper::quoted).collect(Collectors.joining(" "));
  }

  /** Returns a word that a shell reads as the text. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Ends the keeper. Supervisors and programs continue. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (keeper != null) {
        // The reports of supervisors are read further. If the JVM has closed their pipe, the
        // supervisors notice it and kill leftovers themselves.
        keeper.getOutputStream().close();
      }
    } catch (IOException e) {
      LOG.debug(
          "keeper of programs had ended before it was closed: requests={}", requests.size(), e);
    } finally {
      lock.unlock();
    }
  }

  /** The keeper was killed before it confirmed a request. */
  private static final class KeeperEndedException extends IOException {
    private static final long serialVersionUID = 1;

    KeeperEndedException(@Nullable IOException cause) {
      super("the keeper of programs has ended", cause);
    }
  }
}
