// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the settings of boards on Redis. */
final class ReadBoardOptionsTest {

  @TempDir Path folder;

  private static BoardOptions options(Map<String, String> flags, Map<String, String> environment) {
    Settings settings = new Settings(flags, environment);
    BoardOptions options = ReadBoardOptions.of(settings, environment);
    settings.check();
    return options;
  }

  private static RedisBoard.OnServers redis(
      Map<String, String> flags, Map<String, String> environment) {
    BoardOptions options = options(flags, environment);
    assertThat(options).isInstanceOf(RedisBoard.OnServers.class);
    return (RedisBoard.OnServers) options;
  }

  @Test
  void redisUrl_alone_selectsTheBoard() {
    RedisBoard.OnServers board = redis(Map.of("--redis-url", "redis://db:6379"), Map.of());
    assertThat(board.servers()).isEqualTo("redis://db:6379");
    assertThat(board.options().prefix()).isEqualTo("baton");
    assertThat(board.isSharedWithNuvla()).isFalse();
  }

  @Test
  void password_fromFileOrEnvironment_isUsedAndNotShown() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "from-file\n");
    Map<String, String> flags =
        Map.of(
            "--redis-url",
            "rediss://db",
            "--board-user",
            "baton",
            "--board-password-file",
            file.toString());
    assertThat(redis(flags, Map.of()).options().access().password()).isEqualTo("from-file");
    RedisBoard.OnServers board = redis(flags, Map.of("BATON_BOARD_PASSWORD", "from-environment"));
    assertThat(board.options().access().password()).isEqualTo("from-environment");
    assertThat(board.toString()).doesNotContain("from-environment");
  }

  @Test
  void boardWithoutServers_isRefusedAndSaysHowToStartThem() {
    assertThatThrownBy(() -> options(Map.of("--board", "redis"), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "board is 'redis', but redis-url names no Redis servers; Baton does not start Redis:"
                + " run 'redis-server --maxmemory-policy noeviction' and set redis-url to"
                + " redis://127.0.0.1:6379");
  }

  @Test
  void logbookInRedis_isRefusedWithTheReason() {
    assertThatThrownBy(
            () -> options(Map.of("--redis-url", "redis://db", "--logbook", "redis"), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "logbook is 'redis', but Redis may lose writes that it has confirmed, for example when"
                + " a replica takes over, and a flow must never repeat an atom whose success was"
                + " stored; keep the logbook in the store");
  }

  @Test
  void wrongValues_areRefused() {
    Map<String, String> flags =
        Map.of(
            "--redis-url",
            "db",
            "--board-user",
            "baton",
            "--board-cert-file",
            folder.resolve("none.pem").toString());
    assertThatThrownBy(() -> options(flags, Map.of()))
        .hasMessageContaining("'db' does not name Redis servers")
        .hasMessageContaining("board-user is 'baton', but there is no password")
        .hasMessageContaining("none.pem' cannot be read; expected a PEM file");
  }
}
