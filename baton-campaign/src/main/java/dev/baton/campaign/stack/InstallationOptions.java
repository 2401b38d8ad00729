// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The options of an installation.
 *
 * @param folder for all files of the installation; every account may enter its parent
 * @param movesClocks whether some processes get a movable clock
 * @param isolates whether one executor gets a separate network
 * @param diskMegabytes the size of the file system with the data; 0 to use that of the folder
 * @param maxTakeovers how many times a job may be taken over from dead executors; empty for no
 *     limit
 */
public record InstallationOptions(
    Path folder,
    Store store,
    Board board,
    Duration lease,
    boolean movesClocks,
    boolean isolates,
    int diskMegabytes,
    OptionalInt maxTakeovers) {

  /** The database that stores jobs. */
  public enum Store {
    POSTGRES,
    MARIADB,
    EMBEDDED
  }

  /** The place where jobs wait. */
  public enum Board {
    SQL,
    ZOOKEEPER
  }
}
