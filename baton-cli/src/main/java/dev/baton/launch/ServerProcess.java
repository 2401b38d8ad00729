// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.Backend;
import dev.baton.config.DataFolder;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.SettingKey;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.error.ConflictException;
import dev.baton.rest.ApiServer;
import dev.baton.server.Accounts;
import dev.baton.server.LoginService;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerTls;
import dev.baton.server.SignInLinks;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@code baton up} and {@code baton server}, from start to end. */
public final class ServerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  private ServerProcess() {}

  /**
   * Runs until a signal stops the process.
   *
   * @param isAll whether the process also runs jobs and distributions, as {@code baton up} does
   */
  public static void run(CommandContext commandContext, ProcessOptions options, boolean isAll) {
    DataFolder data = DataFolder.open(options.data());
    ServerDiscovery serverDiscovery =
        new ServerDiscovery(UserFolders.of(commandContext.environment()));
    refuseSecond(serverDiscovery, data);
    new ListenAddress(options.server().host(), options.server().port())
        .requireFree(SettingKey.PORT.flag(), serverDiscovery.running());
    ServerTls tls = options.server().tls();
    if (tls != null) {
      tls.check();
    }
    if (isAll && options.backend().board() instanceof BoardOptions.Embedded board) {
      board.requireFreePort();
    }
    try (Telemetry telemetry =
            Telemetry.of(options, isAll ? "up" : "server", commandContext.clock());
        ProcessWiring processWiring =
            ProcessWiring.open(
                options, commandContext, () -> open(options, data, isAll, commandContext))) {
      ApiServer server = processWiring.addServer(telemetry);
      if (isAll) {
        processWiring.addExecutor(server.jobService(), telemetry.listener());
        processWiring.addDistributor(server.jobService());
      } else {
        processWiring.addReconciler(server.jobService());
      }
      processWiring.start();
      warnOfPlainHttp(options.server());
      announceAndWait(
          commandContext,
          serverDiscovery,
          data,
          server,
          options.server().tls(),
          isAll,
          processWiring);
    }
  }

  private static void warnOfPlainHttp(ServerOptions options) {
    if (options.tls() == null && !options.isLoopback()) {
      LOG.warn(
          "server speaks plain HTTP to other machines, which must be a trusted network: host={}",
          options.host());
    }
  }

  private static Backend open(
      ProcessOptions options, DataFolder data, boolean isAll, CommandContext commandContext) {
    Backend backend = Backends.openStore(options.backend(), data, isAll, commandContext.clock());
    return Backends.orClose(
        backend,
        () -> {
          prepareAdministrator(backend, data, commandContext);
          return backend;
        });
  }

  private static void announceAndWait(
      CommandContext commandContext,
      ServerDiscovery serverDiscovery,
      DataFolder data,
      ApiServer server,
      @Nullable ServerTls tls,
      boolean isAll,
      ProcessWiring processWiring) {
    String endpoint = server.uri().toString();
    Path certificate = tls == null ? null : tls.certificate().path().toAbsolutePath();
    try (ServerDiscovery.Announcement announcement =
        serverDiscovery.announce(endpoint, certificate, data, commandContext.clock().now())) {
      greet(commandContext, server.signInLinks(), endpoint, isAll);
      SystemdNotifier systemd =
          SystemdNotifier.of(commandContext.environment(), "Baton is up: " + endpoint);
      systemd.start();
      new ShutdownSignals().awaitStop(processWiring::endGracePeriod);
      systemd.stop();
    }
  }

  /**
   * Prints the address, and a link that signs the user of this machine in once. Only a terminal
   * gets the link, because everybody who has it can act as the administrator: under a service
   * manager or in a container, the standard output is a log.
   */
  static void greet(
      CommandContext commandContext, SignInLinks signInLinks, String endpoint, boolean isAll) {
    commandContext.printNow("Baton is up: " + endpoint);
    if (isAll && commandContext.terminal().isInteractive()) {
      String token = signInLinks.issue(Accounts.FIRST_ADMINISTRATOR);
      commandContext.printNow(
          "Sign in once, within %d minutes: %s%s?token=%s"
              .formatted(SignInLinks.VALID.toMinutes(), endpoint, SignInLinks.PATH, token));
    }
  }

  private static void refuseSecond(ServerDiscovery serverDiscovery, DataFolder data) {
    serverDiscovery
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

  private static void prepareAdministrator(
      Backend backend, DataFolder data, CommandContext commandContext) {
    backend
        .accounts()
        .ifPresent(store -> {
          Accounts accounts = Accounts.of(store, commandContext.clock());
          LoginService loginService = LoginService.of(store, accounts, commandContext.clock());
          new EnsureAdministrator(store, accounts, loginService).prepare(data, commandContext);
        });
  }
}
