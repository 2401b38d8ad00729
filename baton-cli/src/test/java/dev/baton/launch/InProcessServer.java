// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.DataFolder;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.Settings;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.executor.ExecutorListener;
import dev.baton.memory.InMemoryBackend;
import dev.baton.rest.ApiServer;
import dev.baton.server.Accounts;
import dev.baton.server.LoginService;
import dev.baton.server.ServerTls;
import dev.baton.service.Clock;
import java.nio.file.Path;
import java.util.Map;

/**
 * A server with an executor in this process, on an in-memory store. Public, because the tests of
 * the commands use it too.
 */
public final class InProcessServer implements AutoCloseable {

  private final Telemetry telemetry = new Telemetry(null);
  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final ProcessWiring processWiring;
  private final ServerDiscovery.Announcement announcement;
  private final String endpoint;

  /** Starts the server with settings, given as flags. */
  public InProcessServer(Path data, Map<String, String> settings, CommandContext commandContext) {
    ProcessOptions options =
        ProcessOptions.of(
            new Settings(settings, commandContext.environment()), data, commandContext);
    DataFolder opened = DataFolder.open(data);
    Accounts accounts = Accounts.of(backend.accounts().orElseThrow(), Clock.system());
    LoginService loginService =
        LoginService.of(backend.accounts().orElseThrow(), accounts, Clock.system());
    new EnsureAdministrator(backend.accounts().orElseThrow(), accounts, loginService)
        .prepare(opened, commandContext);
    processWiring = new ProcessWiring(options, backend, commandContext);
    ApiServer server = processWiring.addServer(telemetry);
    processWiring.addExecutor(server.jobService(), ExecutorListener.NONE);
    processWiring.start();
    endpoint = server.uri().toString();
    ServerTls tls = options.server().tls();
    Path certificate = tls == null ? null : tls.certificate().path();
    announcement =
        new ServerDiscovery(UserFolders.of(commandContext.environment()))
            .announce(endpoint, certificate, opened, Clock.system().now());
  }

  public String endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    announcement.close();
    processWiring.close();
    telemetry.close();
  }
}
