// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as the installation shows it at the end of the campaign.
 *
 * @param name the label that the client gave the job, or the name of the schedule that posted it;
 *     empty if it has none
 * @param error the beginning of the error text; empty if the job did not fail
 * @param token the token of the last claim
 * @param execution the execution that the result names
 * @param resultToken the token that the result names; 0 without a result
 * @param time the scheduled time, if a schedule posted the job
 * @param parent the job that posted this job; null if none did
 * @param requested the behaviour that the load requested
 * @param created the creation time by the clock of the process that posted the job
 */
public record FinalJob(
    String id,
    String action,
    String name,
    String state,
    String error,
    long token,
    @Nullable String execution,
    long resultToken,
    @Nullable Instant time,
    @Nullable String parent,
    Requested requested,
    Instant created) {

  /**
   * The failures and the child jobs that the load requested.
   *
   * @param failures the number of attempts of a plain job, or of calls of an atom, that fail
   * @param stage the number at the start of the names of the failing atoms; 0 for none
   * @param children the number of jobs that a bulk job posts
   */
  public record Requested(int failures, int stage, int children) {
    /** No failures and no child jobs. */
    public static final Requested NOTHING = new Requested(0, 0, 0);

    /** A request for failures without child jobs. */
    public static Requested toFail(int failures, int stage) {
      return new Requested(failures, stage, 0);
    }
  }

  private static final Set<String> FINAL = Set.of("SUCCESS", "FAILED", "CANCELED");

  /** Whether the state is final. */
  public boolean isFinal() {
    return isFinal(state);
  }

  static boolean isFinal(String state) {
    return FINAL.contains(state);
  }
}
