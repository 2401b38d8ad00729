// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.job.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A system that runs programs as its own jobs, the <em>engine jobs</em>. Each engine job has a
 * name.
 *
 * <p>Thread-safe. Every method except {@link #watch} may block. Many virtual threads call the
 * methods at the same time. While an engine job runs and nobody reads its output, it costs this
 * process neither a thread nor a poll. An interrupt ends a call soon: methods that do not declare
 * {@link InterruptedException} restore the interrupt and throw {@link
 * dev.baton.error.UnavailableException}.
 *
 * <p>Engine jobs outlive the process that made them. An engine that another process opens later
 * finds all of them, because everything that an engine needs to know can be read back. An engine
 * works only with engine jobs of its {@link EngineOptions#installation()}, to which it adds the
 * label {@link EngineLabels#INSTALLATION}. It never returns, changes or deletes the jobs of others.
 *
 * <p>Errors of all methods:
 *
 * <ul>
 *   <li>{@link dev.baton.error.UnavailableException}: the engine did not answer. It is unknown
 *       whether the request took effect, but every method may safely be repeated. The engine itself
 *       repeats a request for some seconds at most.
 *   <li>{@link dev.baton.error.ForbiddenException}: the engine refuses the credentials.
 *   <li>{@link dev.baton.error.InvalidInputException}: the engine understood the request and
 *       refuses it. The message names the field by its {@link EngineField#text()} if a field is the
 *       reason.
 * </ul>
 */
public interface Engine extends AutoCloseable {

  /**
   * Creates the engine job, or finds the engine job with this name, even if its spec was different.
   * If many callers, also in several processes, create the same name, exactly one of them creates
   * the engine job and all get the same one. After the return, every later call finds the engine
   * job, even if the caller dies at once.
   *
   * @return the present state of the engine job. It may be in deletion, see {@link
   *     EngineJob#deleting()}
   * @throws dev.baton.error.InvalidInputException if the spec sets a field that is not a hint and
   *     that this engine cannot honour (see {@link EngineSpec#requireOnly}), or that the engine
   *     refuses; nothing was created
   * @throws dev.baton.error.NotFoundException if the engine knows at once that the image does not
   *     exist and cannot be pulled; nothing was created. An engine that finds out later reports
   *     {@link EngineReason#IMAGE_MISSING}.
   * @throws EngineFullException if a limit of the engine prevents a further engine job at present;
   *     nothing was created
   * @throws dev.baton.error.ConflictException if something that this installation did not create
   *     has the name
   */
  EngineJob create(EngineSpec spec);

  /**
   * Fetches the prerequisites of an engine job that may take minutes: its image. {@link #create}
   * also fetches the image, but only a limited number of calls of {@code create} run at the same
   * time. Calls of this method are not limited.
   *
   * @return why the image cannot be fetched at present although the engine itself answers, for
   *     display; for example, the registry may be unreachable or refuse. Empty if nothing is left
   *     to fetch
   * @throws dev.baton.error.NotFoundException if the image does not exist
   * @throws dev.baton.error.InvalidInputException as {@link #create}
   */
  default Optional<String> prepare(EngineSpec spec) {
    return Optional.empty();
  }

  /** Reads the present state of the engine job with this name; empty if there is none. */
  Optional<EngineJob> find(String name);

  /**
   * Ends the engine job if it runs, and removes it with everything that belongs to it. The method
   * may return before the removal is complete; the removal is complete when {@link #find} returns
   * empty. Deleting an engine job twice, or one that does not exist, is no error.
   */
  void delete(String name);

  /**
   * Ends the program and keeps the engine job, so that the rest of its output and its end can be
   * read before it is deleted. The engine requests the end of the program (SIGTERM or its
   * equivalent) and kills the program after a grace period. The method may return before the
   * program has ended. It is no error, and has no effect, to stop an engine job twice, or one that
   * has ended, has not started or does not exist.
   *
   * <p>An engine that cannot end a program without removing its engine job deletes the engine job.
   */
  default void stop(String name) {
    delete(name);
  }

  /** All engine jobs of this installation, in no order. */
  List<EngineJob> list();

  /**
   * Passes the output to the sink as it is written, on this thread, and returns when the engine job
   * has ended and all its output was passed on. Waits for an engine job that has not started. For
   * an engine job without output, or an engine that stores no output, the method also waits for the
   * end but passes nothing on.
   *
   * <p>Lines are complete, at most {@link dev.baton.job.JobLog#MAX_LINE_LENGTH} long, and free of
   * line ends and NUL. Malformed UTF-8 is replaced (see {@link LineSplitter}). The order within a
   * stream is the order of the program; between streams the order is approximate. A reader that
   * continues from the {@link EngineLine#position()} of any line gets exactly the lines that follow
   * it, without a gap and without a repetition, also if another reader read that line and was
   * killed.
   *
   * <p>A sink that blocks makes the engine wait. Exceptions of the sink are rethrown.
   *
   * @param after the position of the last line that is safely stored; null to read from the start
   * @throws dev.baton.error.NotFoundException if there is no such engine job, or it was deleted
   *     during the call
   * @throws dev.baton.error.UnavailableException if the connection was lost and could not be
   *     restored within some seconds; the caller continues from the last position
   * @throws dev.baton.error.InvalidInputException if the position does not belong to this engine
   *     job
   */
  void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException;

  /**
   * Reports changes until the watch is closed. After the registration, the newest state of each
   * engine job of this installation that changed or was removed is reported at least once: within a
   * second if the engine has events, otherwise within a few seconds. States in between may be left
   * out, and the same state may be reported twice. Engine jobs that existed before are not reported
   * until they change.
   *
   * <p>Does not block, and does not throw if the engine is unreachable. The watch tries to reach
   * the engine as long as it is open, and then reports the changes that happened in the meantime.
   * All watches share one connection or one poll; without a watch there is none.
   *
   * @param listener called by one thread at a time; must not block
   */
  Watch watch(Consumer<EngineEvent> listener);

  /**
   * Asks the engine for its place. Throws if the engine cannot be reached. The call must be cheap,
   * because it is made every few seconds while jobs wait for the engine. The default implementation
   * uses the address of the {@link #check} also as the identity.
   */
  default EnginePlace place() {
    String address = check().address();
    return new EnginePlace(address, address);
  }

  /**
   * Asks the engine for its product, its capacity and its load. Throws if the engine cannot be
   * reached.
   */
  EngineCheck check();

  /** Closes connections and threads within 5 seconds. Engine jobs continue to run. Idempotent. */
  @Override
  void close();
}
