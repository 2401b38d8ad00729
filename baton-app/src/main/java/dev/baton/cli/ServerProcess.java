// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.config.Discovery;
import dev.baton.config.Folders;
import dev.baton.config.Key;
import dev.baton.error.ConflictException;
import dev.baton.rest.ApiServer;
import dev.baton.server.Accounts;
import dev.baton.server.Logins;
import java.util.List;

/** {@code baton up} and {@code baton server}, from their start to their end. */
final class ServerProcess {

  private static final String LOOPBACK = "127.0.0.1";

  private ServerProcess() {}

  /**
   * @param isAll whether jobs are run, and posted by the clock, in the same process
   */
  static void run(ProcessCommand command, ProcessOptions options, boolean isAll) {
    Context context = command.context;
    DataFolder data = DataFolder.open(options.data());
    Discovery discovery = new Discovery(Folders.of(context.environment()));
    refuseSecond(discovery, data);
    new ListenPort(options.serving().host(), options.serving().port())
        .requireFree(Key.PORT.flag(), discovery.running());
    if (isAll && options.board() instanceof BoardOptions.EmbeddedZookeeper board) {
      new ListenPort(LOOPBACK, board.port()).requireFree(Key.ZK_PORT.flag(), List.of());
    }
    StoreWait wait = new StoreWait(options, context.clock());
    Backend backend = wait.open(() -> open(options, data, isAll, context));
    try (Telemetry telemetry = new Telemetry(options.statsd());
        Wiring wiring = wait.open(() -> new Wiring(options, backend, context))) {
      ApiServer server = wiring.addServer(telemetry);
      if (isAll) {
        wiring.addExecutor(server.desk(), telemetry.listener());
        wiring.addDistributor(server.desk());
      } else {
        wiring.addReconciler(server.desk());
      }
      wiring.start();
      announceAndWait(command, discovery, data, server, wiring);
    }
  }

  private static Backend open(
      ProcessOptions options, DataFolder data, boolean isAll, Context context) {
    Backend backend = Backends.store(options, data, isAll, context.clock());
    try {
      prepareAdministrator(backend, data, context);
      return backend;
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static void announceAndWait(
      ProcessCommand command,
      Discovery discovery,
      DataFolder data,
      ApiServer server,
      Wiring wiring) {
    String endpoint = server.uri().toString();
    try (Discovery.Announcement announcement =
        discovery.announce(endpoint, data, command.context.clock().now())) {
      command.ready("Baton is up: " + endpoint);
      new Lifetime().await(wiring::hurry);
    }
  }

  private static void refuseSecond(Discovery discovery, DataFolder data) {
    discovery
        .inFolder(data.path())
        .ifPresent(server -> {
          throw new ConflictException(
              "a server already runs on '"
                  + data.path()
                  + "' (process "
                  + server.pid()
                  + ", "
                  + server.endpoint()
                  + "); choose another folder with --data");
        });
  }

  private static void prepareAdministrator(Backend backend, DataFolder data, Context context) {
    backend
        .accounts()
        .ifPresent(store -> {
          Accounts accounts = Accounts.of(store, context.clock());
          Logins logins = Logins.of(store, accounts, context.clock());
          new Administrator(store, accounts, logins).prepare(data, context);
        });
  }
}
