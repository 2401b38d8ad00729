// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.client.ApiClient;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.error.InvalidInputException;
import dev.baton.launch.BackupFiles;
import dev.baton.server.BackupArchive;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code baton restore}: restores a backup to an empty or new data folder. */
@Command(
    footer = {
      "  baton restore baton-2026-12-02.zip --data ./restored",
      "  baton up --data ./restored                 then resumes the jobs of the backup",
      "",
      "The command checks the whole file before it writes anything, and replaces nothing. Stop the",
      "server that the backup comes from first: both would run the same jobs."
    })
final class RestoreCommand extends OutputCommand {

  @Parameters(paramLabel = "FILE", description = "Backup that 'baton backup' made")
  Path file = Path.of("");

  RestoreCommand(CommandContext commandContext) {
    super(commandContext);
  }

  @Override
  int run() throws Exception {
    String named = SharedOptions.text(spec, "--data");
    if (named == null || named.isBlank()) {
      throw new InvalidInputException(
          "no data folder is named; name an empty or new folder with --data");
    }
    Path folder = Path.of(named).toAbsolutePath().normalize();
    BackupArchive.Manifest manifest = BackupFiles.restore(file, folder, context);
    if (isJson()) {
      printJson(
          ApiClient.JSON
              .createObjectNode()
              .put("data", folder.toString())
              .put("made-at", manifest.madeAt().toString())
              .put("database-bytes", manifest.bytes())
              .put("sha256", manifest.sha256()));
      return ExitCode.OK;
    }
    print(
        "Restored the backup of "
            + times().inZone(manifest.madeAt().toString())
            + ", "
            + BackupCommand.size(manifest.bytes())
            + ", to '"
            + folder
            + "'");
    print("Start it with: baton up --data '" + folder + "'");
    return ExitCode.OK;
  }
}
