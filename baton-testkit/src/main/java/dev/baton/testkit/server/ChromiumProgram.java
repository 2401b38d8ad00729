// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.List;

/** The installed browser Chromium, for tests of web pages. */
public final class ChromiumProgram {

  private static final List<Path> USUAL = List.of(Path.of("/usr/bin"));

  private ChromiumProgram() {}

  /**
   * Returns the program. If it is not installed, the test is skipped, or fails if {@code
   * BATON_REQUIRE_SERVERS} is {@code 1}.
   */
  public static Path find() {
    return Path.of(InstalledPrograms.program("Chromium", USUAL, "chromium"));
  }
}
