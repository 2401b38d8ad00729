// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.backend;

import java.util.List;

/**
 * A difference between a backend and a contract that exists on purpose.
 *
 * @param reason why the backend cannot do what the contract asks for
 * @param tests the names of the test methods that fail because of it. {@code name(value)} is one
 *     case of a parameterized test: the one with this first argument
 */
public record Deviation(String reason, List<String> tests) {

  public Deviation {
    tests = List.copyOf(tests);
  }

  public static Deviation of(String reason, String... tests) {
    return new Deviation(reason, List.of(tests));
  }
}
