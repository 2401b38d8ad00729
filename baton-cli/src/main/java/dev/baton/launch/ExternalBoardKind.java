// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.externalboard.ServerAccess;
import org.jspecify.annotations.Nullable;

/**
 * A kind of external board, with its settings. {@code ReadBoardOptions} contains the list of all
 * kinds.
 */
public interface ExternalBoardKind {

  /** The value that selects this board in the settings {@code board} and {@code logbook}. */
  String word();

  /** The name of the product, such as ZooKeeper, for messages. */
  String product();

  /** The setting that names the servers. */
  SettingKey serversKey();

  /**
   * The error message for a process that needs servers of this product, when the settings name
   * none.
   */
  default String noServers() {
    return "board is '%s', but %s names no %s servers"
        .formatted(word(), serversKey().word(), product());
  }

  /**
   * Reads the addresses of the servers of this product. Settings that name servers also select this
   * board. Invalid values are added to the problems of the settings. Returns null if no servers are
   * named.
   */
  @Nullable String servers(Settings settings);

  /** Returns why the board cannot keep the logbook, for a message; null if it can. */
  default @Nullable String noLogbook() {
    return null;
  }

  /**
   * Reads the other settings of the selected board. Invalid values are added to the problems of the
   * settings.
   *
   * @param servers the addresses of the servers; null if none are named
   * @param access the login and the certificates for these servers
   * @param keepsFlows whether the board also keeps the logbook
   */
  BoardOptions read(
      Settings settings, @Nullable String servers, ServerAccess access, boolean keepsFlows);
}
