// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Rejects option values that make no sense. */
final class OptionBounds {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private final @Nullable CommandSpec spec;

  OptionBounds(@Nullable CommandSpec spec) {
    this.spec = spec;
  }

  void require(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refusal(option, text(value), text(least) + " to " + text(most));
    }
  }

  /** Reads a duration such as {@code 500ms}, {@code 3s}, {@code 5m} or {@code PT3S}. */
  Duration duration(String option, String text, String least, String most) {
    Duration value = duration(text);
    if (value == null
        || value.compareTo(Objects.requireNonNull(duration(least))) < 0
        || value.compareTo(Objects.requireNonNull(duration(most))) > 0) {
      throw refusal(option, text, least + " to " + most);
    }
    return value;
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    // ISO 8601 has the same units, except milliseconds.
    String iso =
        text.endsWith("ms") && matcher.matches()
            ? "PT" + new BigDecimal(matcher.group(1)).movePointLeft(3).toPlainString() + "S"
            : matcher.matches() ? "PT" + text : text;
    try {
      return Duration.parse(iso);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String text(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  private RuntimeException refusal(String option, String value, String allowed) {
    return refusal(option + " is " + value + "; allowed: " + allowed);
  }

  /** Creates the exception that shows the message and makes the program exit with 2. */
  RuntimeException refusal(String message) {
    return spec == null
        ? new IllegalArgumentException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
