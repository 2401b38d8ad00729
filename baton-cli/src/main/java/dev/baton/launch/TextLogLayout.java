// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.baton.console.PrintableText;

/**
 * Formats log lines as text. Control characters from users are escaped, because they could send
 * commands to the terminal. Logback creates this class from its name in logback.xml.
 */
public final class TextLogLayout extends PatternLayout {
  @Override
  public String doLayout(ILoggingEvent event) {
    return PrintableText.text(super.doLayout(event));
  }
}
