// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.console.CommandContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The entry point of the program {@code baton}. */
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) throws IOException {
    // Answered before other classes are loaded, so that scripts do not wait.
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println("baton " + version());
      return;
    }
    HideSecrets.of(args);
    System.exit(RunCommandLine.run(CommandContext.system(), args));
  }

  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the program");
      }
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }
}
