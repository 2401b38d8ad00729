// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.plugin;

import dev.baton.job.RunLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the reports of an action about its job during one attempt: progress, log, location, result.
 * Thread-safe. After the claim is lost, methods that write throw {@link
 * dev.baton.error.LostClaimException}.
 */
public interface RunReports {

  /**
   * Sets the progress in percent, 0 to 100. It is written soon, not at once; the last value is
   * kept.
   */
  void progress(int percent);

  /** Sets the status message. It is written soon, not at once; the last value is kept. */
  void message(String text);

  /** Appends a line to the log of the job. Lines are written soon, in order. */
  void log(String line);

  /** Appends a line to the named stream ({@code stdout}, {@code stderr}, {@code log}). */
  void log(String stream, String line);

  /**
   * Appends a line that was read from a source outside Baton, such as the output of a program, as
   * {@link #log(String, String)} does. The mark, which consists of source and position, is stored
   * with the line, so that a later attempt knows where to continue.
   *
   * @param source the name of the source, without a colon; each source of a job has a different
   *     name
   * @param position the position in the source after the line. Name and position together have at
   *     most {@value dev.baton.job.JobLog#MAX_MARK_LENGTH} characters less one
   */
  void log(String stream, String line, String source, String position);

  /**
   * The position of the last stored line of the source; empty if there is none. Reads the store.
   */
  Optional<String> loggedUpTo(String source);

  /**
   * Stores where the program of the job runs outside Baton. The location is durable when the method
   * returns. Call it before the program is started. An attempt that follows a failed attempt starts
   * without a location.
   *
   * @throws dev.baton.error.UnavailableException if the store does not answer; the call may be
   *     repeated
   * @throws dev.baton.error.InvalidInputException if the store does not keep locations
   */
  void location(RunLocation location);

  /**
   * Sets the result of the job. It is stored as JSON if the attempt succeeds. Null means no result.
   */
  void result(@Nullable Object result);
}
