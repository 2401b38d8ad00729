// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.server.AddressRanges;
import dev.baton.server.BasePath;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerOptions.SecureCookies;
import dev.baton.server.ServerTls;
import dev.baton.tls.PemFile;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the options of the API server from the settings. */
final class ReadServerOptions {

  private static final String OPEN = "open";

  private ReadServerOptions() {}

  /** Reads all options; invalid values are added to the problems of the settings. */
  static ServerOptions of(Settings settings) {
    String host = settings.text(SettingKey.HOST, "127.0.0.1");
    ServerOptions usual =
        ServerOptions.at(host, settings.number(SettingKey.PORT, 0, 65_535, 8765))
            .withSecureCookies(cookies(settings))
            .trusting(
                ranges(settings, SettingKey.TRUSTED_PROXIES),
                ranges(settings, SettingKey.AUTHN_HEADER_FROM))
            .withTls(tls(settings));
    checkPlainHttp(settings, usual);
    String path = settings.parsed(SettingKey.BASE_PATH, BasePath::parse);
    usual = path == null ? usual : usual.withBasePath(path);
    usual = usual.withTraceUrl(settings.parsed(SettingKey.TRACE_URL, ReadServerOptions::traceUrl));
    String access = settings.choice(SettingKey.METRICS_ACCESS, List.of(OPEN, "admin"), "");
    return access.isEmpty() ? usual : usual.withOpenMetrics(access.equals(OPEN));
  }

  private static String traceUrl(String text) {
    // The dashboard makes a link of it, so it must not be a script.
    if (!text.matches("https?://\\S+") || !text.contains(ServerOptions.TRACE)) {
      throw new InvalidInputException(
          "trace-url is '"
              + text
              + "'; expected an address that begins with http:// or https:// and contains "
              + ServerOptions.TRACE
              + ", such as https://traces.example.com/trace/"
              + ServerOptions.TRACE);
    }
    return text;
  }

  private static @Nullable ServerTls tls(Settings settings) {
    PemFile certificate = ReadTlsFiles.of(settings, SettingKey.TLS_CERTIFICATE);
    PemFile key = ReadTlsFiles.of(settings, SettingKey.TLS_KEY);
    PemFile clientAuthority = ReadTlsFiles.of(settings, SettingKey.TLS_CLIENT_CA);
    if ((certificate == null) != (key == null)) {
      settings.problem("only one of tls-certificate and tls-key is set; set both or none");
    } else if (certificate == null && clientAuthority != null) {
      settings.problem("tls-client-ca is set, but not tls-certificate and tls-key; set all three");
    }
    return certificate == null || key == null
        ? null
        : new ServerTls(certificate, key, clientAuthority);
  }

  /** Everybody in the network can read plain HTTP, passwords and secrets included. */
  private static void checkPlainHttp(Settings settings, ServerOptions options) {
    boolean isAllowed = settings.isOn(SettingKey.ALLOW_PLAIN_HTTP);
    if (options.tls() != null || isAllowed || options.isLoopback()) {
      return;
    }
    settings.problem(
        "host is '"
            + options.host()
            + "', which other machines can reach or which cannot be resolved, but the server has no"
            + " TLS: everybody in the network could read passwords; set tls-certificate and"
            + " tls-key, or set allow-plain-http if only a proxy can reach this address");
  }

  private static SecureCookies cookies(Settings settings) {
    String when =
        settings.choice(SettingKey.SECURE_COOKIES, List.of("auto", "always", "never"), "auto");
    return SecureCookies.valueOf(when.toUpperCase(Locale.ROOT));
  }

  private static AddressRanges ranges(Settings settings, SettingKey settingKey) {
    try {
      return AddressRanges.parse(settings.parts(settingKey));
    } catch (InvalidInputException e) {
      settings.problem(settingKey.word() + ": " + e.getMessage());
      return AddressRanges.NONE;
    }
  }
}
