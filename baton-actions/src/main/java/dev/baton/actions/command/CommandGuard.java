// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import dev.baton.actions.processengine.KillSessions;
import dev.baton.actions.processengine.ProcessExit;
import dev.baton.actions.processengine.ProcessStarter;
import dev.baton.engine.ScriptResource;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a shell, the guard, that signals the commands of this process and ends all of them when this
 * process dies. The guard starts with the first command. If it is killed, another one takes its
 * place and learns all running commands. Thread-safe.
 */
final class CommandGuard implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommandGuard.class);
  private static final String SCRIPT = ScriptResource.read(CommandGuard.class, "guard.sh");

  private final KillSessions leftovers = new KillSessions();
  // Held while a line is written to the guard, so that lines do not mix. A guard reads its lines
  // at once, so a write does not wait.
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Set<Long> sessions = new LinkedHashSet<>();
  private @Nullable Process guard;
  private boolean closed;

  /** Returns a mark of this moment, for {@link #end}. */
  long mark() {
    return leftovers.mark();
  }

  /** Starts the guard if it does not run. */
  void start() throws IOException {
    lock.lock();
    try {
      require();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the guard end the session when this process dies.
   *
   * @throws IOException if no guard can be started; then the session is not guarded
   */
  void add(long session) throws IOException {
    lock.lock();
    try {
      require();
      sessions.add(session);
      try {
        send("+ " + session);
      } catch (IOException e) {
        sessions.remove(session);
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends SIGTERM to the process group of a session. */
  void terminate(long session) throws IOException {
    lock.lock();
    try {
      send("t " + session);
    } finally {
      lock.unlock();
    }
  }

  /** Kills the process group of a session at once. */
  void kill(long session) throws IOException {
    lock.lock();
    try {
      send("k " + session);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Kills all processes of a session as soon as its leader is gone.
   *
   * @param mark a {@link #mark} from before the start of the leader
   */
  void end(long session, ProcessExit leader, long mark) {
    leader.whenExited(() -> leftovers.add(session, mark, () -> remove(session)));
  }

  private void remove(long session) {
    lock.lock();
    try {
      if (sessions.remove(session)) {
        send("- " + session);
      }
    } catch (IOException e) {
      LOG.debug("guard of commands does not run any more: pid={}", session, e);
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock. Starts another guard, once, if the guard was killed. */
  private void send(String line) throws IOException {
    try {
      write(line);
    } catch (IOException e) {
      LOG.debug(
          "guard of commands was killed; Baton starts another one: commands={}",
          sessions.size(),
          e);
      guard = null;
      require();
      write(line);
    }
  }

  /** Called with the lock. */
  private void write(String line) throws IOException {
    Process running = guard;
    if (running == null) {
      throw new IOException("the guard of commands does not run");
    }
    OutputStream pipe = running.getOutputStream();
    pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    pipe.flush();
  }

  /** Called with the lock. */
  private void require() throws IOException {
    if (closed) {
      throw new IOException("run_command was closed");
    }
    if (guard != null && guard.isAlive()) {
      return;
    }
    Process started =
        ProcessStarter.start(
            CommandSupervisor.shell(List.of(SCRIPT, "baton-guard"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    guard = started;
    for (Long session : sessions) {
      write("+ " + session);
    }
    ProcessExit.of(started)
        .whenExited(() -> Threads.platform("command-guard", () -> replace(started)).start());
  }

  /** Starts another guard if this one was killed while commands run. */
  private void replace(Process ended) {
    lock.lock();
    try {
      if (ended.equals(guard) && !closed && !sessions.isEmpty()) {
        LOG.warn(
            "guard of commands was killed; Baton starts another one: pid={} commands={}",
            ended.pid(),
            sessions.size());
        require();
      }
    } catch (IOException e) {
      LOG.warn(
          "no guard of commands can be started; the commands that run now outlive Baton if it is"
              + " killed before the next command starts: commands={}",
          sessions.size(),
          e);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the guard. Commands that still run are killed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (guard != null) {
        guard.getOutputStream().close();
      }
    } catch (IOException e) {
      LOG.debug(
          "guard of commands had ended before it was closed: commands={}", sessions.size(), e);
    } finally {
      lock.unlock();
    }
  }
}
