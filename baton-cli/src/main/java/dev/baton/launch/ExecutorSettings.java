// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.executor.ExecutorOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an executor.
 *
 * @param maxTakeovers the number of takeovers in a row after which a job fails; 0 is no limit
 * @param sessionFile the file that names the board session of the executor; null for no file
 */
public record ExecutorSettings(
    int threads, Duration grace, Duration lease, int maxTakeovers, @Nullable Path sessionFile) {

  /**
   * The executor of a pull job has no lease. This value only sets how often it reads the state of
   * the job.
   */
  private static final Duration PULL_LEASE = Duration.ofSeconds(30);

  private static final Duration PULL_END_WRITE_TIMEOUT = Duration.ofHours(1);

  /** Reads the settings; invalid values are added to the problems of the settings. */
  static ExecutorSettings of(Settings settings) {
    return new ExecutorSettings(
        settings.number(SettingKey.THREADS, 1, 1_000_000, 64),
        settings.duration(SettingKey.GRACE, Duration.ZERO, Duration.ofMinutes(2)),
        settings.duration(SettingKey.LEASE, Duration.ofSeconds(1), Duration.ofSeconds(8)),
        maxTakeovers(settings),
        settings.parsed(SettingKey.SESSION_FILE, Path::of));
  }

  private static int maxTakeovers(Settings settings) {
    return "off".equals(settings.text(SettingKey.MAX_TAKEOVERS))
        ? 0
        : settings.number(SettingKey.MAX_TAKEOVERS, 0, 1_000_000, 3);
  }

  /**
   * Returns the options of an executor with this name.
   *
   * @param isPull whether the executor runs one pull job
   */
  ExecutorOptions options(String name, boolean isPull) {
    return ExecutorOptions.named(name)
        .withVersion(BatonVersion.current())
        .withSlots(threads)
        .withGracePeriod(grace)
        .withLease(isPull ? PULL_LEASE : lease)
        .withMaxTakeovers(maxTakeovers)
        .withEndWriteTimeout(isPull ? PULL_END_WRITE_TIMEOUT : lease.multipliedBy(4));
  }
}
