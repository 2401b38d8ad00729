// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton server}. */
@Command(
    name = "server",
    footerHeading = "%nExamples:%n",
    footer = {
      "  BATON_STORE_PASSWORD=… baton server --store jdbc:postgresql://db/baton --store-user baton",
      "  baton server --host 0.0.0.0 --port 80     reachable from other machines",
      "",
      "It runs no jobs: start 'baton executor', and one or more 'baton distributor'."
    })
final class ServerCommand extends ProcessCommand {

  ServerCommand(Context context) {
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
            Key.ZK_WINDOW,
            Key.LOGBOOK,
            Key.ZK_CLIENT_CONFIG,
            Key.NAME,
            Key.PLUGINS,
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
    ServerProcess.run(this, options, false);
    return ExitCode.OK;
  }
}
