// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import org.jspecify.annotations.Nullable;

/** A kind of board outside the job store, with its settings. Is listed in ReadBoardOptions. */
interface ExternalBoardKind {

  /** The word for this board in the settings {@code board} and {@code logbook}. */
  String word();

  /** The name of the servers in messages. */
  String product();

  /** The setting that names the servers. */
  SettingKey serversKey();

  /** The message for a process that needs the servers if the settings do not name them. */
  default String noServers() {
    return "board is '%s', but %s names no %s servers"
        .formatted(word(), serversKey().word(), product());
  }

  /**
   * Reads the servers, which also selects this board; invalid values are added to the problems of
   * the settings. Returns null if no servers are named.
   */
  @Nullable String servers(Settings settings);

  /**
   * Reads the other settings of the selected board; invalid values are added to the problems.
   *
   * @param servers null if no servers are named
   * @param keepsFlows whether the board also keeps the logbook
   */
  BoardOptions read(Settings settings, @Nullable String servers, boolean keepsFlows);
}
