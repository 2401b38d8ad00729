// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.externalboard.ServerAccess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the settings of the board, the place where jobs wait. */
final class ReadBoardOptions {

  /** All kinds of external boards that this program supports. */
  private static final List<ExternalBoardKind> BOARDS =
      List.of(new ZooKeeperBoard(), new RedisBoard());

  /** The value of the setting {@code board} for which the job store is the board. */
  static final String IN_STORE = "sql";

  private static final String LOGBOOK_IN_STORE = "store";

  private ReadBoardOptions() {}

  /** Reads all options; invalid values are added to the problems of the settings. */
  static BoardOptions of(Settings settings, Map<String, String> environment) {
    Map<ExternalBoardKind, String> named = new LinkedHashMap<>();
    for (ExternalBoardKind board : BOARDS) {
      String servers = board.servers(settings);
      if (servers != null) {
        named.put(board, servers);
      }
    }
    String usual =
        named.keySet().stream().map(ExternalBoardKind::word).findFirst().orElse(IN_STORE);
    String selected = settings.choice(SettingKey.BOARD, words(IN_STORE), usual);
    String logbook = settings.choice(SettingKey.LOGBOOK, words(LOGBOOK_IN_STORE), LOGBOOK_IN_STORE);
    if (!logbook.equals(LOGBOOK_IN_STORE) && !logbook.equals(selected)) {
      settings.problem(
          "logbook '%1$s' requires board '%1$s', but board is '%2$s'".formatted(logbook, selected));
    }
    ServerAccess access = ReadServerAccess.of(settings, environment);
    BoardOptions options = new BoardOptions.InStore();
    for (ExternalBoardKind board : BOARDS) {
      if (board.word().equals(logbook) && board.noLogbook() != null) {
        settings.problem("logbook is '%s', but %s".formatted(logbook, board.noLogbook()));
      }
      if (board.word().equals(selected)) {
        options = board.read(settings, named.get(board), access, logbook.equals(selected));
      } else if (named.containsKey(board)) {
        settings.problem(
            "board is '%s', but %s names %s servers; remove either"
                .formatted(selected, board.serversKey().word(), board.product()));
      }
    }
    return options;
  }

  private static List<String> words(String store) {
    return Stream.concat(Stream.of(store), BOARDS.stream().map(ExternalBoardKind::word)).toList();
  }
}
