// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.service.ControlCharacters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How a {@link Distributor} works. Made from {@link #named} and the {@code with…} methods.
 *
 * @param name for people; need not be unique
 * @param version of the program, for people
 * @param lease how long a term outlives its last confirmation; renewed at half of it
 * @param exclude names of distributions that it does not stand for
 * @param intervals for each name the interval that takes the place of its schedule
 */
public record DistributorOptions(
    String name,
    String version,
    Duration lease,
    Set<String> exclude,
    Map<String, Duration> intervals) {

  private static final int LONGEST_NAME = 255;

  public DistributorOptions {
    exclude = Set.copyOf(exclude);
    intervals = Map.copyOf(intervals);
    if (name.isBlank()) {
      throw new InvalidInputException("the distributor's name is blank; expected text");
    }
    InputBounds.number("length of the distributor's name", name.length(), 1, LONGEST_NAME);
    String control = ControlCharacters.firstInName(name);
    if (control != null) {
      throw new InvalidInputException(
          "the distributor's name has the character "
              + control
              + "; allowed: no control characters");
    }
    if (lease.isNegative() || lease.isZero()) {
      throw new InvalidInputException("lease is " + lease + "; expected a positive duration");
    }
  }

  /** The defaults: a lease of 15 seconds, nothing excluded. */
  public static DistributorOptions named(String name) {
    return new DistributorOptions(name, "unknown", Duration.ofSeconds(15), Set.of(), Map.of());
  }

  public DistributorOptions withVersion(String newVersion) {
    return new DistributorOptions(name, newVersion, lease, exclude, intervals);
  }

  public DistributorOptions withLease(Duration newLease) {
    return new DistributorOptions(name, version, newLease, exclude, intervals);
  }

  public DistributorOptions withExclude(Set<String> newExclude) {
    return new DistributorOptions(name, version, lease, newExclude, intervals);
  }

  public DistributorOptions withIntervals(Map<String, Duration> newIntervals) {
    return new DistributorOptions(name, version, lease, exclude, newIntervals);
  }
}
