// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Log lines for people: what comes from users cannot give commands to the terminal. Made by
 * logback, by its name in the configuration.
 */
public final class TextLogLayout extends PatternLayout {
  @Override
  public String doLayout(ILoggingEvent event) {
    return PrintableText.text(super.doLayout(event));
  }
}
