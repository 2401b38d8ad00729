// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import dev.baton.job.Watch;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs programs as jobs of its own, <em>engine jobs</em>, identified by name.
 *
 * <p>Thread-safe. Every method may block, except {@link #watch}, and is called on virtual threads,
 * many at a time: an engine has no thread and opens no poll per engine job that merely runs. An
 * interrupt ends a call soon: methods that do not declare {@link InterruptedException} restore it
 * and throw {@link dev.baton.error.UnavailableException}.
 *
 * <p>Engine jobs outlive the one who made them. Opening an engine anew, in another process, finds
 * all that was made; nothing is kept in memory that cannot be read back. An engine sees only what
 * was made under its {@link EngineOptions#installation()}, to which it adds the label {@link
 * EngineLabels#INSTALLATION} itself; it never answers, changes or deletes anything else.
 *
 * <p>Errors, for all methods:
 *
 * <ul>
 *   <li>{@link dev.baton.error.UnavailableException}: the engine did not answer. Whether the
 *       request took effect is unknown; every method may be repeated without harm. The engine does
 *       not repeat for longer than some seconds by itself.
 *   <li>{@link dev.baton.error.ForbiddenException}: the engine refuses the credentials.
 *   <li>{@link dev.baton.error.InvalidInputException}: the engine understood and refuses; the
 *       message names the field by its {@link EngineField#text()} where it is one.
 * </ul>
 */
public interface Engine extends AutoCloseable {

  /**
   * Makes the engine job, or finds the one of that name, whatever its spec was: of many callers,
   * also in several processes, exactly one makes it and all get the same. On return it exists for
   * every later call, also when the caller dies at once.
   *
   * @return as it stands; one that is being deleted is answered too, see {@link
   *     EngineJob#deleting()}
   * @throws dev.baton.error.InvalidInputException if it sets a field that this engine cannot honour
   *     and that is no hint (see {@link EngineSpec#requireOnly}), or that the engine refuses;
   *     nothing was made
   * @throws dev.baton.error.NotFoundException if the engine knows at once that the image does not
   *     exist and cannot be had; nothing was made. An engine that finds out later reports {@link
   *     EngineReason#IMAGE_MISSING}.
   * @throws EngineFullException if a limit of the engine lets it take no further job at present;
   *     nothing was made
   * @throws dev.baton.error.ConflictException if the name is taken by something that this
   *     installation did not make
   */
  EngineJob create(EngineSpec spec);

  /**
   * Fetches what a job needs before it can be made and what may take minutes: its image. {@link
   * #create} does so too, but is one of few calls at a time; this is called by as many as wait.
   *
   * @return why it cannot be had at present, for people, though the engine itself answers: its
   *     registry may be away or refuse; empty if there is nothing left to be fetched
   * @throws dev.baton.error.NotFoundException if the image does not exist
   * @throws dev.baton.error.InvalidInputException as {@link #create}
   */
  default Optional<String> prepare(EngineSpec spec) {
    return Optional.empty();
  }

  /** The engine job of that name as it stands now; empty if there is none. */
  Optional<EngineJob> find(String name);

  /**
   * Has the engine job ended, if it runs, and removed with all that belongs to it. May return
   * before it is gone: deletion is over when {@link #find} answers none. Deleting twice, or what
   * does not exist, is no error.
   */
  void delete(String name);

  /**
   * Has the program ended and keeps the engine job, so that the rest of its output and its end can
   * be read before it is deleted: asks the program to end and kills it after the engine's grace.
   * Returns when that was asked for, perhaps before the program has ended. Stopping twice, or what
   * is over, has not started or does not exist, is no error and changes nothing.
   *
   * <p>An engine that cannot end a program without removing its job deletes it.
   */
  default void stop(String name) {
    delete(name);
  }

  /** All engine jobs of this installation, in no order: what a reaper looks through. */
  List<EngineJob> list();

  /**
   * Hands the output to the sink as it comes, on this thread, and returns when the job is over and
   * all its output was handed on. Waits for a job that has not started. A job without output, or an
   * engine that keeps none, hands on nothing, but waits all the same.
   *
   * <p>Lines are complete, at most {@link dev.baton.job.JobLog#MAX_LINE_LENGTH} long, and free of
   * line ends and NUL; malformed UTF-8 is replaced (see {@link LineSplitter}). The order within a
   * stream is that of the program; between streams it is approximate. Read again from the {@link
   * EngineLine#position()} of any line, by whomever, the same lines follow: no hole and no
   * repetition, even if the first reader was killed.
   *
   * <p>A sink that blocks makes the engine wait; what it throws is thrown on.
   *
   * @param after position of the last line that is safely stored; null from the start
   * @throws dev.baton.error.NotFoundException if there is no such job, or it was deleted meanwhile
   * @throws dev.baton.error.UnavailableException if the line was cut and could not be taken up
   *     again within some seconds; the caller goes on from the last position
   * @throws dev.baton.error.InvalidInputException if the position is not one of this engine job
   */
  void logs(String name, @Nullable String after, LineSink sink) throws InterruptedException;

  /**
   * Tells of changes until the watch is closed. After it was registered, the newest state of each
   * engine job of this installation that changed, or went, is told at least once, soon: within a
   * second where the engine has events, within a few otherwise. States in between may be left out,
   * the same state may be told twice. What was there before is not told.
   *
   * <p>Does not block and does not throw when the engine cannot be reached: it is tried for as long
   * as the watch is open, and what changed meanwhile is told then. All watches share one connection
   * or one poll; with no watch there is none.
   *
   * @param listener called by one thread at a time; must not block
   */
  Watch watch(Consumer<EngineEvent> listener);

  /**
   * Which engine this is: reaches it, or throws. Cheap, as it is asked every few seconds while jobs
   * wait for the engine. By default the address of the {@link #check}.
   */
  default EnginePlace place() {
    String address = check().address();
    return new EnginePlace(address, address);
  }

  /** Asks the engine who it is and how busy: reaches it, or throws. */
  EngineCheck check();

  /** Ends connections and threads, within 5 seconds. Engine jobs go on. Idempotent. */
  @Override
  void close();
}
