// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.ServerConnection;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.job.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the backend of a process.
 *
 * @param maxWait how long the start waits for the database, the board or the server; null is no
 *     limit
 * @param store the database; null means the embedded database, or the server at the endpoint
 * @param board the place where jobs wait
 * @param endpoint the Baton or CIMI server that an executor or distributor uses instead of a
 *     database
 * @param login the credentials for that server
 * @param pull the one job that an executor has to run
 */
public record BackendSettings(
    @Nullable Duration maxWait,
    JdbcBackend.@Nullable Options store,
    BoardOptions board,
    @Nullable String endpoint,
    LoginOptions login,
    @Nullable JobId pull) {

  /**
   * The number of database connections that all calls of a process share. With more concurrent
   * statements, a database gets slower.
   */
  static final int POOL = 8;

  /** Reads the settings; invalid values are added to the problems of the settings. */
  static BackendSettings of(Settings settings, Map<String, String> environment) {
    return new BackendSettings(
        maxWait(settings),
        store(settings, environment),
        ReadBoardOptions.of(settings, environment),
        settings.parsed(SettingKey.ENDPOINT, ServerConnection::checked),
        LoginOptions.of(settings, environment),
        settings.parsed(SettingKey.JOB_ID, JobId::parse));
  }

  /**
   * Whether the process uses the jobs of a CIMI server, such as Nuvla's, instead of a database or a
   * Baton server.
   */
  public boolean usesNuvlaServer() {
    boolean namesItsBoard = board instanceof BoardOptions.OnServers && board.isSharedWithNuvla();
    return store == null && (pull != null || namesItsBoard);
  }

  /** Whether executors that are not Baton's may use the same board. */
  boolean sharesBoard() {
    return usesNuvlaServer() || board.isSharedWithNuvla();
  }

  private static @Nullable Duration maxWait(Settings settings) {
    String text = settings.text(SettingKey.WAIT_FOR_STORE);
    if (text == null) {
      return null;
    }
    return text.equals("0")
        ? Duration.ZERO
        : settings.duration(SettingKey.WAIT_FOR_STORE, Duration.ZERO, Duration.ZERO);
  }

  private static JdbcBackend.@Nullable Options store(
      Settings settings, Map<String, String> environment) {
    String url = settings.text(SettingKey.STORE);
    if (url == null) {
      return null;
    }
    if (!url.startsWith("jdbc:")) {
      settings.problem(
          "store is '" + url + "'; expected an address such as jdbc:postgresql://host/database");
    }
    String password = environment.get("BATON_STORE_PASSWORD");
    if (password == null) {
      password = passwordIn(settings, SettingKey.STORE_PASSWORD_FILE);
    }
    JdbcBackend.Options options =
        new JdbcBackend.Options(url, settings.text(SettingKey.STORE_USER), password, POOL);
    options =
        orSame(options, settings.parsed(SettingKey.STORE_TABLE_PREFIX, options::withTablePrefix));
    options = orSame(options, settings.parsed(SettingKey.STORE_SCHEMA, options::withSchema));
    options = orSame(options, settings.parsed(SettingKey.STORE_DIRECT_URL, options::withDirectUrl));
    return options.withSearchTimeoutSeconds(
        settings.number(SettingKey.SEARCH_TIMEOUT_SECONDS, 1, 15, 15));
  }

  private static JdbcBackend.Options orSame(
      JdbcBackend.Options options, JdbcBackend.@Nullable Options changed) {
    return changed == null ? options : changed;
  }

  /** Reads the password from the file that the setting names; null if the setting is missing. */
  static @Nullable String passwordIn(Settings settings, SettingKey settingKey) {
    return settings.parsed(
        settingKey,
        file -> {
          try {
            return Files.readString(Path.of(file)).strip();
          } catch (IOException e) {
            throw new InvalidInputException(
                settingKey.word() + " '" + file + "' cannot be read: " + e.getMessage(), e);
          }
        });
  }
}
