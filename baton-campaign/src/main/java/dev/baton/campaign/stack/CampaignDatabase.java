// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database server of the campaign's own. Its port stays the same over restarts. */
public interface CampaignDatabase extends AutoCloseable {

  /** The JDBC URL for a client that reaches it at this address, {@code host:port}. */
  String url(String address);

  /** The address at which it listens, {@code host:port}. */
  String address();

  /** Starts it and waits until it answers. */
  void start();

  /** Starts it without waiting. */
  void startSoon();

  /** Ends it as a crash does. */
  void kill();

  /** Stops it in order. */
  void stop();

  /** Whether its main process is there, although it should be, or not. */
  boolean isMissing();

  /** Its processes. */
  List<Long> pids();

  /** Ends all connections of clients. */
  void terminateConnections();

  /** Has it refuse writes, or take them again. */
  void readOnly(boolean value);

  /** The folder of its data, which may be on a small file system of its own. */
  Path data();

  /** The file with its clock's difference; null if it cannot be changed. */
  @Nullable Path clock();

  @Override
  void close();
}
