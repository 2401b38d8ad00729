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
 * The settings of a {@link Distributor}. Start with {@link #named} and change values with the
 * {@code with…} methods.
 *
 * @param name a name for display; need not be unique
 * @param version the version of the program, for display
 * @param lease how long a term remains valid after its last confirmation; the distributor confirms
 *     it again after half of this time
 * @param exclude the names of distributions that this distributor does not contend for
 * @param intervals by the name of a distribution, the interval that replaces its schedule
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

  /** The default options: a lease of 15 seconds, no exclusions. */
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
