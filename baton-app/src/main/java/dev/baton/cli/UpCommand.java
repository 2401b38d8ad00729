// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton up}. */
@Command(
    name = "up",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton up                                  everything, on an embedded database",
      "  baton up --data ./baton-data --port 0     in a folder of its own, at any free port",
      "  BATON_STORE_PASSWORD=… baton up --store jdbc:postgresql://db/baton --store-user baton",
      "",
      "The first start makes the administrator 'super'; set BATON_ADMIN_PASSWORD to choose the",
      "password. SIGTERM lets running jobs end within the grace period; a second one does not wait."
    })
final class UpCommand extends ProcessCommand {

  UpCommand(Context context) {
    super(
        context,
        List.of(
            Key.DATA,
            Key.HOST,
            Key.PORT,
            Key.SECURE_COOKIES,
            Key.TRUSTED_PROXIES,
            Key.AUTHN_HEADER_FROM,
            Key.METRICS_ACCESS,
            Key.STORE,
            Key.STORE_USER,
            Key.STORE_PASSWORD_FILE,
            Key.BOARD,
            Key.ZK_HOSTS,
            Key.ZK_PORT,
            Key.ZK_WINDOW,
            Key.LOGBOOK,
            Key.ZK_CLIENT_CONFIG,
            Key.NAME,
            Key.THREADS,
            Key.ENGINE,
            Key.ENGINE_OPTION,
            Key.ENGINE_INSTALLATION,
            Key.ENGINE_LIMIT,
            Key.ENGINE_OWNER_LIMIT,
            Key.ENGINE_THRESHOLD,
            Key.PLUGINS,
            Key.GRACE,
            Key.LEASE,
            Key.MAX_TAKEOVERS,
            Key.WAIT_FOR_STORE,
            Key.QUOTA_JOBS_PER_OWNER,
            Key.QUOTA_JOBS_PER_REQUEST,
            Key.QUOTA_KEYS_PER_USER,
            Key.QUOTA_EXECUTORS_PER_KEY,
            Key.REQUEST_LIMIT_MIB,
            Key.BULK_REQUEST_LIMIT_MIB,
            Key.RESPONSE_LIMIT_MIB,
            Key.STATSD,
            Key.CONFIG,
            Key.LOG_LEVEL,
            Key.LOG_FORMAT));
  }

  @Override
  int run(ProcessOptions options) {
    ServerProcess.run(this, options, true);
    return ExitCode.OK;
  }
}
