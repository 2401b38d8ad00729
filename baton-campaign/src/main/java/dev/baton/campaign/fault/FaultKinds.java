// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of faults. */
public final class FaultKinds {

  private static final List<FaultKind> ALL =
      Stream.of(
              ProcessFaults.kinds(),
              NetworkFaults.kinds(),
              ResourceFaults.kinds(),
              DatabaseFaults.kinds(),
              ZooKeeperFaults.kinds())
          .flatMap(List::stream)
          .toList();

  private FaultKinds() {}

  public static List<FaultKind> all() {
    return ALL;
  }

  /** The kinds of a run that names none. */
  public static List<FaultKind> usual() {
    return ALL.stream().filter(kind -> !kind.name().equals(ProcessFaults.UPGRADE)).toList();
  }

  /**
   * Returns the kinds with these names.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public static List<FaultKind> named(List<String> names) {
    return names.stream().map(FaultKinds::named).toList();
  }

  private static FaultKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no fault '"
                    + name
                    + "'; known: "
                    + String.join(", ", ALL.stream().map(FaultKind::name).toList())));
  }
}
