// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options that make no sense. */
final class OptionBounds {

  private final @Nullable CommandSpec spec;

  OptionBounds(@Nullable CommandSpec spec) {
    this.spec = spec;
  }

  void require(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw refusal(option, text(value), text(least) + " to " + text(most));
    }
  }

  void require(String option, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw refusal(option, value.toString(), least + " to " + most);
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

  /** The exception that shows the message and the usage, and makes the program end with 2. */
  RuntimeException refusal(String message) {
    return spec == null
        ? new IllegalArgumentException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
