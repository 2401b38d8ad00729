// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The settings for the use of engines.
 *
 * @param engine the engine of jobs that name no engine
 * @param limit how many engine jobs that are not over one engine may have; null means no limit
 * @param ownerLimit how many of these one owner may have; null means no limit
 * @param threshold the share of an engine's capacity from which on new jobs wait; null means no
 *     threshold
 * @param isInstallationOwn whether the name of the installation was configured. Then engine jobs of
 *     this installation whose job is not stored are known to be orphans
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
