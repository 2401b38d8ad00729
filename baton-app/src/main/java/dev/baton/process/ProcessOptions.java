// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.process;

import dev.baton.config.ServerConnection;
import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobId;
import dev.baton.server.ServerLimits;
import dev.baton.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a Baton process.
 *
 * @param data the data folder
 * @param isDataNamed whether the user named the data folder; otherwise it is the default folder
 * @param serverOptions the options of the API server
 * @param name the name of the process, for display
 * @param maxTakeovers the number of takeovers in a row after which a job fails; 0 is no limit
 * @param maxBackendWait how long the start waits for servers; null is no limit
 * @param store the database; null is the embedded database, or the server at the endpoint
 * @param board the place where jobs wait
 * @param endpoint the server that an executor or distributor works through
 * @param login the credentials for that server
 * @param pull the one job that an executor has to run
 * @param engines the engines that run containers
 * @param plugins the folder with plugin jars
 * @param limits the limits of requests, and the quotas of owners of jobs
 * @param statsd the host and port to send metrics to
 */
public record ProcessOptions(
    Path data,
    boolean isDataNamed,
    ServerOptions serverOptions,
    String name,
    int threads,
    Duration grace,
    Duration lease,
    int maxTakeovers,
    @Nullable Duration maxBackendWait,
    @Nullable DatabaseOptions store,
    BoardOptions board,
    @Nullable String endpoint,
    LoginOptions login,
    @Nullable JobId pull,
    DistributionOverrides distributionOverrides,
    EngineChoice engines,
    @Nullable Path plugins,
    ServerLimits limits,
    @Nullable String statsd) {

  /**
   * Settings of a distributor that override the settings of the plugins.
   *
   * @param intervals by the name of a distribution or of its election
   * @param exclude names of distributions or of their elections
   */
  public record DistributionOverrides(Map<String, Duration> intervals, Set<String> exclude) {
    public DistributionOverrides {
      intervals = Map.copyOf(intervals);
      exclude = Set.copyOf(exclude);
    }
  }

  /**
   * The address and credentials of a database.
   *
   * @param url starts with {@code jdbc:}
   */
  public record DatabaseOptions(String url, @Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return "Store[user=" + user + "]";
    }
  }

  private static final Pattern INTERVAL = Pattern.compile("([^\\s,:]+):([1-9]\\d{0,8})");

  /**
   * Whether the process works on the jobs of a CIMI server, such as Nuvla's, and not on a store or
   * a Baton server.
   */
  public boolean usesNuvlaServer() {
    return store == null && (pull != null || board instanceof BoardOptions.ExternalZooKeeper);
  }

  /** Reads all options; invalid values are added to the problems of the settings. */
  public static ProcessOptions of(Settings settings, Path data, CommandContext commandContext) {
    String plugins = settings.text(SettingKey.PLUGINS);
    return new ProcessOptions(
        data,
        settings.text(SettingKey.DATA) != null,
        ReadServerOptions.of(settings),
        settings.text(SettingKey.NAME, usualName(commandContext)),
        settings.number(SettingKey.THREADS, 1, 1_000_000, 64),
        settings.duration(SettingKey.GRACE, Duration.ZERO, Duration.ofMinutes(2)),
        settings.duration(SettingKey.LEASE, Duration.ofSeconds(1), Duration.ofSeconds(8)),
        maxTakeovers(settings),
        maxBackendWait(settings),
        store(settings, commandContext),
        BoardOptions.of(settings),
        endpoint(settings),
        LoginOptions.of(settings, commandContext.environment()),
        pull(settings),
        new DistributionOverrides(
            intervals(settings), Set.copyOf(settings.parts(SettingKey.DISTRIBUTION_EXCLUDE))),
        EngineChoice.of(settings, data, commandContext.environment()),
        plugins == null ? null : folder(settings, plugins),
        ReadLimits.of(settings),
        statsd(settings));
  }

  private static int maxTakeovers(Settings settings) {
    return "off".equals(settings.text(SettingKey.MAX_TAKEOVERS))
        ? 0
        : settings.number(SettingKey.MAX_TAKEOVERS, 0, 1_000_000, 3);
  }

  private static @Nullable Duration maxBackendWait(Settings settings) {
    String text = settings.text(SettingKey.WAIT_FOR_STORE);
    if (text == null) {
      return null;
    }
    return text.equals("0")
        ? Duration.ZERO
        : settings.duration(SettingKey.WAIT_FOR_STORE, Duration.ZERO, Duration.ZERO);
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

  private static @Nullable DatabaseOptions store(Settings settings, CommandContext commandContext) {
    String url = settings.text(SettingKey.STORE);
    if (url == null) {
      return null;
    }
    if (!url.startsWith("jdbc:")) {
      settings.problem(
          "store is '" + url + "'; expected an address such as jdbc:postgresql://host/database");
    }
    String password = commandContext.environment().get("BATON_STORE_PASSWORD");
    String file = settings.text(SettingKey.STORE_PASSWORD_FILE);
    if (password == null && file != null) {
      password = passwordIn(settings, Path.of(file));
    }
    return new DatabaseOptions(url, settings.text(SettingKey.STORE_USER), password);
  }

  private static @Nullable String passwordIn(Settings settings, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      settings.problem("store-password-file '" + file + "' cannot be read: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable String endpoint(Settings settings) {
    String endpoint = settings.text(SettingKey.ENDPOINT);
    try {
      return endpoint == null ? null : ServerConnection.checked(endpoint);
    } catch (InvalidInputException e) {
      settings.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable JobId pull(Settings settings) {
    String id = settings.text(SettingKey.JOB_ID);
    try {
      return id == null ? null : JobId.parse(id);
    } catch (InvalidInputException e) {
      settings.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static boolean isStatsd(String address) {
    return address.matches("[^:\\s]+(:\\d{1,5})?")
        && (!address.contains(":")
            || Integer.parseInt(address.substring(address.indexOf(':') + 1)) <= 65_535);
  }

  private static Map<String, Duration> intervals(Settings settings) {
    Map<String, Duration> intervals = new HashMap<>();
    for (String part : settings.parts(SettingKey.DISTRIBUTION_INTERVAL)) {
      Matcher interval = INTERVAL.matcher(part);
      if (interval.matches()) {
        intervals.put(interval.group(1), Duration.ofSeconds(Integer.parseInt(interval.group(2))));
      } else {
        settings.problem(
            "distribution-interval has '"
                + part
                + "'; expected NAME:SECONDS, such as cleanup_jobs:3600");
      }
    }
    return intervals;
  }

  private static Path folder(Settings settings, String text) {
    Path folder = Path.of(text);
    if (!Files.isDirectory(folder)) {
      settings.problem("plugins is '" + text + "'; expected an existing folder");
    }
    return folder;
  }

  private static @Nullable String statsd(Settings settings) {
    String address = settings.text(SettingKey.STATSD);
    if (address != null && !isStatsd(address)) {
      settings.problem("statsd is '" + address + "'; expected HOST or HOST:PORT, up to port 65535");
    }
    return address;
  }
}
