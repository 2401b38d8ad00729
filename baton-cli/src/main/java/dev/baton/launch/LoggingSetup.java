// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.config.SettingKey;
import dev.baton.config.Settings;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Configures logging for long-running processes. Client commands write no log. */
public final class LoggingSetup {

  private LoggingSetup() {}

  /** Must be called before anything logs. */
  public static void configure(Settings settings, ZoneId zone) {
    String level =
        settings.choice(
            SettingKey.LOG_LEVEL, List.of("error", "warn", "info", "debug", "trace"), "info");
    String format = settings.choice(SettingKey.LOG_FORMAT, List.of("text", "json"), "text");
    boolean talkative = level.equals("debug") || level.equals("trace");
    // logback.xml reads these properties.
    System.setProperty("baton.log.level", level.toUpperCase(Locale.ROOT));
    System.setProperty("baton.log.access", settings.isOn(SettingKey.ACCESS_LOG) ? "DEBUG" : "INFO");
    System.setProperty("baton.log.libraries", talkative ? "INFO" : "WARN");
    System.setProperty("baton.log.zone", zone.getId());
    // jOOQ's logo and tips say nothing about this process.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    if (format.equals("json")) {
      System.setProperty("logback.configurationFile", "dev/baton/launch/logback-json.xml");
    }
  }
}
