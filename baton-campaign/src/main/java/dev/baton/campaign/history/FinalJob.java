// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.history;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as the installation shows it when the run is over.
 *
 * @param name the label that the client gave it, or the name of the schedule that posted it; empty
 *     if it has none
 * @param error why it failed, the first words; empty if it did not
 * @param token of its last claim
 * @param execution the execution that its result names
 * @param resultToken the token that its result names; 0 without result
 * @param time the scheduled time, if a schedule posted it
 * @param parent the job that posted it; null if none did
 * @param requested what the load asks of it
 * @param created by the clock of the process that posted it
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
   * How a job is to fail, and what it is to post.
   *
   * @param failures so many attempts of a plain job, or calls of an atom
   * @param stage of the atoms; 0 for none
   * @param children of a bulk job
   */
  public record Requested(int failures, int stage, int children) {
    /** Neither. */
    public static final Requested NOTHING = new Requested(0, 0, 0);

    /** One that posts nothing. */
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
