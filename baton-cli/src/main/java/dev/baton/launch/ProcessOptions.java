// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options of a Baton process.
 *
 * @param name the name of the process, for display
 * @param data the data folder
 * @param isDataNamed whether the user named the data folder; otherwise it is the default folder
 * @param server the options of the API server, with the quotas of owners of jobs
 * @param engines the engines that run containers
 * @param plugins the folder with plugin jars
 * @param statsd the host and port to send metrics to
 * @param traces the settings of traces
 */
public record ProcessOptions(
    String name,
    Path data,
    boolean isDataNamed,
    BackendSettings backend,
    ServerOptions server,
    ExecutorSettings executor,
    DistributorSettings distributor,
    EngineChoice engines,
    @Nullable Path plugins,
    @Nullable String statsd,
    TraceSettings traces) {

  /** Reads all options; invalid values are added to the problems of the settings. */
  public static ProcessOptions of(Settings settings, Path data, CommandContext commandContext) {
    // The order of the reads is the order of the problems in the message.
    ServerOptions server = ReadServerOptions.of(settings);
    ExecutorSettings executor = ExecutorSettings.of(settings);
    BackendSettings backend = BackendSettings.of(settings, commandContext.environment());
    DistributorSettings distributor = DistributorSettings.of(settings, executor.lease());
    EngineChoice engines = EngineChoice.of(settings, data, commandContext.environment());
    Path plugins = plugins(settings);
    return new ProcessOptions(
        settings.text(SettingKey.NAME, usualName(commandContext)),
        data,
        settings.text(SettingKey.DATA) != null,
        backend,
        server.withLimits(ReadLimits.of(settings)),
        executor,
        distributor,
        engines,
        plugins,
        statsd(settings),
        TraceSettings.of(settings));
  }

  private static String usualName(CommandContext commandContext) {
    String host = commandContext.environment().getOrDefault("HOSTNAME", "");
    if (host.isBlank()) {
      try {
        host = Files.readString(Path.of("/etc/hostname")).strip();
      } catch (IOException e) {
        host = "";
      }
    }
    return (host.isBlank() ? "baton" : host) + "-" + ProcessHandle.current().pid();
  }

  private static @Nullable Path plugins(Settings settings) {
    String text = settings.text(SettingKey.PLUGINS);
    if (text != null && !Files.isDirectory(Path.of(text))) {
      settings.problem("plugins is '" + text + "'; expected an existing folder");
    }
    return text == null ? null : Path.of(text);
  }

  private static @Nullable String statsd(Settings settings) {
    String address = settings.text(SettingKey.STATSD);
    if (address != null && !isStatsd(address)) {
      settings.problem("statsd is '" + address + "'; expected HOST or HOST:PORT, up to port 65535");
    }
    return address;
  }

  private static boolean isStatsd(String address) {
    return address.matches("[^:\\s]+(:\\d{1,5})?")
        && (!address.contains(":")
            || Integer.parseInt(address.substring(address.indexOf(':') + 1)) <= 65_535);
  }
}
