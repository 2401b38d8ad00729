// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.fault.FaultKind;
import dev.baton.campaign.fault.FaultKinds;
import java.util.Locale;
import picocli.CommandLine.Command;

/** The command that lists the faults. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Lists the kinds of faults.")
final class FaultsCommand implements Runnable {

  @Override
  public void run() {
    for (FaultKind kind : FaultKinds.all()) {
      System.out.println(String.format(Locale.ROOT, "%-20s %s", kind.name(), kind.description()));
    }
  }
}
