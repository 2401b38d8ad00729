// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import java.util.List;
import java.util.Optional;

/** What the plugins of this process brought. Immutable, thus thread-safe; never blocks. */
public interface Catalogue {

  /** The action of that name. */
  Optional<ActionDefinition> action(String name);

  /** All actions as they are shown, by name. */
  List<ActionInfo> actions();

  /** The capability of that name. */
  Optional<Capability> capability(String name);

  /** The names of all capabilities, sorted. */
  List<String> capabilities();

  /** All distributions, by name. */
  List<DistributionDefinition> distributions();
}
