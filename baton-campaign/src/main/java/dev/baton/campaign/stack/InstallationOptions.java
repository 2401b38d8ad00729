// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What an installation consists of.
 *
 * @param folder for everything that it writes; below a folder that every account may enter
 * @param movesClocks whether some processes get a clock that can be moved
 * @param isolates whether one executor gets a network of its own
 * @param diskMegabytes size of the file system with the data; 0 for that of the folder
 * @param maxTakeovers how often a job may be taken over from dead executors; empty for any number
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

  /** Where jobs are stored. */
  public enum Store {
    POSTGRES,
    MARIADB,
    EMBEDDED
  }

  /** Where jobs wait. */
  public enum Board {
    SQL,
    ZOOKEEPER
  }
}
