// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.client.ApiClient;
import dev.baton.config.ContextFile;
import dev.baton.config.ServerConnection;
import dev.baton.config.SettingKey;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.UnavailableException;
import dev.baton.launch.BackupFiles;
import dev.baton.server.BackupArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The command {@code baton backup}: writes a backup of the embedded store to a file. A server that
 * runs has the file of the store open, so the command asks the server for the backup. If no server
 * runs on the data folder, the command opens the store itself.
 */
@Command(
    footer = {
      "  baton backup baton-2026-12-02.zip               while the server runs, or not",
      "  baton backup --data ./baton-data baton.zip      the store of this data folder",
      "",
      "The backup contains everything that the server has acknowledged before it begins, and the",
      "digests of passwords and API keys: keep it secret. 'baton restore' restores it. For",
      "PostgreSQL and MariaDB, the command names the program to use (docs/database.md)."
    })
final class BackupCommand extends ClientCommand {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  @Parameters(paramLabel = "FILE", description = "File to create, which must not exist")
  Path file = Path.of("");

  BackupCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  void prepare() {
    BackupFiles.requireNew(file);
  }

  @Override
  int run() throws Exception {
    ServerConnection found;
    try {
      found = connection();
    } catch (UnavailableException e) {
      if (isServerNamed()) {
        throw e;
      }
      Path folder = folder();
      context.note("no server runs on '" + folder + "'; the command opens the store itself");
      long start = context.clock().nanos();
      show(BackupFiles.writeWithoutServer(file, folder, context), start);
      return ExitCode.OK;
    }
    try (ApiClient apiClient = open(found)) {
      return run(apiClient);
    }
  }

  @Override
  int run(ApiClient apiClient) throws Exception {
    long start = context.clock().nanos();
    show(BackupFiles.write(file, out -> apiClient.download("backup", out)), start);
    return ExitCode.OK;
  }

  /** Whether the user named a server in another way than by its data folder. */
  private boolean isServerNamed() {
    if (SharedOptions.text(spec, "--data") != null) {
      return false;
    }
    return SharedOptions.text(spec, "--endpoint") != null
        || SharedOptions.text(spec, "--context") != null
        || context.environment().containsKey("BATON_CONTEXT")
        || (context.environment().get(SettingKey.DATA.variable()) == null
            && ContextFile.read(UserFolders.of(context.environment())).current().isPresent());
  }

  private Path folder() {
    String named = SharedOptions.text(spec, "--data");
    String variable = context.environment().get(SettingKey.DATA.variable());
    @Nullable String text = named == null ? variable : named;
    Path folder =
        text == null || text.isBlank()
            ? UserFolders.of(context.environment()).data()
            : Path.of(text.strip());
    return folder.toAbsolutePath().normalize();
  }

  private void show(BackupArchive.Manifest manifest, long startNanos) throws IOException {
    Duration took = Duration.ofNanos(context.clock().nanos() - startNanos);
    long bytes = Files.size(file);
    if (isJson()) {
      printJson(
          ApiClient.JSON
              .createObjectNode()
              .put("file", file.toAbsolutePath().toString())
              .put("bytes", bytes)
              .put("made-at", manifest.madeAt().toString())
              .put("database-bytes", manifest.bytes())
              .put("sha256", manifest.sha256())
              .put("seconds", took.toMillis() / 1000.0));
      return;
    }
    print(
        String.format(
            Locale.ROOT,
            "Backup '%s' is complete: %s, in %.1f s",
            file,
            size(bytes),
            took.toMillis() / 1000.0));
  }

  /** A size for display, such as {@code 1.2 MB}. */
  static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
