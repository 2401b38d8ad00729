// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.SettingKey;
import dev.baton.console.CommandContext;
import dev.baton.console.ExitCode;
import dev.baton.process.ProcessOptions;
import dev.baton.process.ServerProcess;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code baton up}. */
@Command(
    name = "up",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton up                                  everything, on an embedded database",
      "  baton up --data ./baton-data --port 0     in a folder of its own, at any free port",
      "  BATON_STORE_PASSWORD=… baton up --store jdbc:postgresql://db/baton --store-user baton",
      "",
      "The first start creates the administrator 'super'; set BATON_ADMIN_PASSWORD to choose the",
      "password. SIGTERM lets running jobs end within the grace period; a second SIGTERM does not",
      "wait."
    })
final class UpCommand extends ProcessCommand {

  UpCommand(CommandContext commandContext) {
    super(
        commandContext,
        List.of(
            SettingKey.DATA,
            SettingKey.HOST,
            SettingKey.PORT,
            SettingKey.SECURE_COOKIES,
            SettingKey.TRUSTED_PROXIES,
            SettingKey.AUTHN_HEADER_FROM,
            SettingKey.METRICS_ACCESS,
            SettingKey.STORE,
            SettingKey.STORE_USER,
            SettingKey.STORE_PASSWORD_FILE,
            SettingKey.BOARD,
            SettingKey.ZK_HOSTS,
            SettingKey.ZK_PORT,
            SettingKey.ZK_WINDOW,
            SettingKey.LOGBOOK,
            SettingKey.ZK_CLIENT_CONFIG,
            SettingKey.NAME,
            SettingKey.THREADS,
            SettingKey.ENGINE,
            SettingKey.ENGINE_OPTION,
            SettingKey.ENGINE_INSTALLATION,
            SettingKey.ENGINE_LIMIT,
            SettingKey.ENGINE_OWNER_LIMIT,
            SettingKey.ENGINE_THRESHOLD,
            SettingKey.PLUGINS,
            SettingKey.GRACE,
            SettingKey.LEASE,
            SettingKey.MAX_TAKEOVERS,
            SettingKey.WAIT_FOR_STORE,
            SettingKey.QUOTA_JOBS_PER_OWNER,
            SettingKey.QUOTA_JOBS_PER_REQUEST,
            SettingKey.QUOTA_KEYS_PER_USER,
            SettingKey.QUOTA_EXECUTORS_PER_KEY,
            SettingKey.REQUEST_LIMIT_MIB,
            SettingKey.BULK_REQUEST_LIMIT_MIB,
            SettingKey.RESPONSE_LIMIT_MIB,
            SettingKey.STATSD,
            SettingKey.CONFIG,
            SettingKey.LOG_LEVEL,
            SettingKey.LOG_FORMAT));
  }

  @Override
  int run(ProcessOptions options) {
    ServerProcess.run(context, options, true);
    return ExitCode.OK;
  }
}
