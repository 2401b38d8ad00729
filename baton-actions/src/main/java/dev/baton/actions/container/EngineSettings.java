// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The settings for the use of engines.
 *
 * @param engine the engine of jobs that name no engine
 * @param limit the maximum number of unfinished engine jobs in one engine; null means no limit
 * @param ownerLimit the maximum number of unfinished engine jobs of one owner in one engine; null
 *     means no limit
 * @param threshold the share of an engine's capacity, such as 0.9; when so much is in use, new jobs
 *     wait; null means no threshold
 * @param isInstallationOwn whether the name of the installation was configured. If so, an engine
 *     job with this name whose job is not in the store is certainly an orphan
 */
public record EngineSettings(
    String engine,
    @Nullable Integer limit,
    @Nullable Integer ownerLimit,
    @Nullable Double threshold,
    boolean isInstallationOwn) {

  public EngineSettings {
    checkCount("engine-limit", limit);
    checkCount("engine-owner-limit", ownerLimit);
    if (threshold != null && threshold <= 0) {
      throw new InvalidInputException(
          "engine-threshold is " + threshold + "; expected more than 0, such as 0.9");
    }
  }

  private static void checkCount(String name, @Nullable Integer count) {
    if (count != null && count < 1) {
      throw new InvalidInputException(name + " is " + count + "; expected 1 or more");
    }
  }

  /** Settings without limits. */
  public static EngineSettings using(String engine) {
    return new EngineSettings(engine, null, null, null, false);
  }
}
