// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.config.Key;
import dev.baton.job.JobId;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code baton executor}: the process, and the commands about such processes. */
@Command(
    name = "executor",
    footerHeading = "%nExamples:%n",
    footer = {
      "  baton executor --store jdbc:postgresql://db/baton --store-user baton",
      "  BATON_API_KEY=… BATON_API_SECRET=… baton executor --endpoint https://baton.example.org",
      "  baton executor list                       who is alive",
      "  baton executor threads NAME               what a running executor does right now",
      "  baton executor --endpoint https://nuvla.example.org --zk-hosts zk1:2181,zk2:2181",
      "                                            beside Nuvla's own (docs/nuvla.md)",
      "",
      "With --endpoint it needs nothing but the server; 'baton apikey create --executor' makes",
      "a key for it. Without both it joins the server that this user runs on this machine.",
      "SIGTERM lets running jobs end within the grace period; a second one does not wait.",
      "Exit codes: 0 stopped, 1 login refused, 2 wrong use or unexpected error, 6 unavailable;",
      "with --job-id: 0 SUCCESS, 1 FAILED, 7 CANCELED, 8 not final, 3 no such job."
    })
final class ExecutorCommand extends ProcessCommand implements Commands.Group {

  static final List<Key> KEYS =
      List.of(
          Key.STORE,
          Key.STORE_USER,
          Key.STORE_PASSWORD_FILE,
          Key.BOARD,
          Key.ZK_HOSTS,
          Key.ZK_WINDOW,
          Key.LOGBOOK,
          Key.ZK_CLIENT_CONFIG,
          Key.ENDPOINT,
          Key.CREDENTIALS_FILE,
          Key.USER,
          Key.PASSWORD,
          Key.API_KEY,
          Key.API_SECRET,
          Key.API_INSECURE,
          Key.API_AUTHN_HEADER,
          Key.JOB_ID,
          Key.DATA,
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
          Key.STATSD,
          Key.CONFIG,
          Key.LOG_LEVEL,
          Key.LOG_FORMAT);

  ExecutorCommand(Context context) {
    super(context, KEYS);
  }

  @Override
  public List<Commands.Entry> entries() {
    return List.of(
        new Commands.Entry(
            "Commands", "list", "List the executors that are alive", ExecutorLooks.Listing::new),
        new Commands.Entry(
            "Commands", "threads", "Show the threads of an executor", ExecutorLooks.Threads::new));
  }

  @Override
  int run(ProcessOptions options) {
    JobId pull = options.pull();
    if (pull != null) {
      return PullProcess.run(this, options, pull);
    }
    WorkerProcess.runExecutor(this, options);
    return ExitCode.OK;
  }
}
