// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import dev.baton.service.Clock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command sees of the world, so that tests can give it another one.
 *
 * @param out for what was asked for
 * @param err for everything else
 */
record CommandContext(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    Map<String, String> environment,
    Clock clock,
    ZoneId zone,
    Terminal terminal) {

  static CommandContext system() {
    return new CommandContext(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        System.in,
        System.getenv(),
        Clock.system(),
        ZoneId.systemDefault(),
        Terminal.system(System.getenv()));
  }

  /** UTF-8 whatever the locale says, flushed with each line so that pipes see lines at once. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
