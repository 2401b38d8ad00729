// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.externalboard.ServerAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the login and the certificates for the servers of the board. */
final class ReadServerAccess {

  private ReadServerAccess() {}

  /** Reads all values; invalid values are added to the problems of the settings. */
  static ServerAccess of(Settings settings, Map<String, String> environment) {
    String password = environment.get("BATON_BOARD_PASSWORD");
    if (password == null) {
      password = BackendSettings.passwordIn(settings, SettingKey.BOARD_PASSWORD_FILE);
    }
    String user = settings.text(SettingKey.BOARD_USER);
    if (user != null && password == null) {
      settings.problem(
          "board-user is '"
              + user
              + "', but there is no password; set BATON_BOARD_PASSWORD or board-password-file");
    }
    Path certificate = file(settings, SettingKey.BOARD_CERT_FILE);
    Path key = file(settings, SettingKey.BOARD_KEY_FILE);
    if ((certificate == null) != (key == null)) {
      settings.problem("only one of board-cert-file and board-key-file is set; set both or none");
    }
    return new ServerAccess(
        user, password, file(settings, SettingKey.BOARD_CA_FILE), certificate, key);
  }

  private static @Nullable Path file(Settings settings, SettingKey settingKey) {
    return settings.parsed(
        settingKey,
        text -> {
          Path file = Path.of(text);
          if (!Files.isReadable(file)) {
            throw new InvalidInputException(
                settingKey.word() + " '" + text + "' cannot be read; expected a PEM file");
          }
          return file;
        });
  }
}
