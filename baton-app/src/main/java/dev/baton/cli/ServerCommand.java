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

/** The command {@code baton server}. */
@Command(
    name = "server",
    footerHeading = "%nExamples:%n",
    footer = {
      "  BATON_STORE_PASSWORD=… baton server --store jdbc:postgresql://db/baton --store-user baton",
      "  baton server --host 0.0.0.0 --port 80     reachable from other machines",
      "",
      "A server runs no jobs: start 'baton executor', and one or more 'baton distributor'."
    })
final class ServerCommand extends ProcessCommand {

  ServerCommand(CommandContext commandContext) {
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
            SettingKey.ZK_WINDOW,
            SettingKey.LOGBOOK,
            SettingKey.ZK_CLIENT_CONFIG,
            SettingKey.NAME,
            SettingKey.PLUGINS,
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
    ServerProcess.run(context, options, false);
    return ExitCode.OK;
  }
}
