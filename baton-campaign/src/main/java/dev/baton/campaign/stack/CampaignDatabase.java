// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database server that the campaign starts. Its port stays the same over restarts. */
public interface CampaignDatabase extends AutoCloseable {

  /** The JDBC URL for a client that reaches the database at this address, {@code host:port}. */
  String url(String address);

  /** The address on which the database listens, {@code host:port}. */
  String address();

  /** Starts the database and waits until it answers. */
  void start();

  /** Starts the database without waiting. */
  void startSoon();

  /** Ends the database as a crash does. */
  void kill();

  /** Stops the database in an orderly way. */
  void stop();

  /** Whether the main process has ended although the database should run. */
  boolean isMissing();

  /** The process ids of the database. */
  List<Long> pids();

  /** Ends all connections of clients. */
  void terminateConnections();

  /** Makes the database refuse writes, or accept them again. */
  void readOnly(boolean value);

  /** The data folder, which may be on a separate small file system. */
  Path data();

  /**
   * The file that controls the shift of the database's clock; null if the clock cannot be moved.
   */
  @Nullable Path clock();

  @Override
  void close();
}
