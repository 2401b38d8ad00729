// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import dev.baton.error.InvalidInputException;
import dev.baton.server.AddressRanges;
import dev.baton.server.ServerOptions;
import dev.baton.server.ServerOptions.SecureCookies;
import java.util.List;
import java.util.Locale;

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
                ranges(settings, SettingKey.AUTHN_HEADER_FROM));
    String access = settings.choice(SettingKey.METRICS_ACCESS, List.of(OPEN, "admin"), "");
    return access.isEmpty() ? usual : usual.withOpenMetrics(access.equals(OPEN));
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
