// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import dev.baton.launch.BatonVersion;

/** The entry point of the program {@code baton}. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    // This check comes first, because it needs few classes: scripts that ask for the version get it
    // fast.
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println("baton " + BatonVersion.current());
      return;
    }
    HideSecrets.of(args);
    System.exit(RunCommandLine.run(CommandContext.system(), args));
  }
}
