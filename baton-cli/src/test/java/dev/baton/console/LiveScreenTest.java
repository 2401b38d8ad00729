// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.service.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LiveScreenTest {

  private final StringWriter out = new StringWriter();

  private record Window(int height) implements Terminal {
    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public int width() {
      return 80;
    }
  }

  private LiveScreen screen(Terminal terminal) {
    PrintWriter writer = new PrintWriter(out, true);
    CommandContext commandContext =
        new CommandContext(
            writer,
            writer,
            InputStream.nullInputStream(),
            Map.of(),
            Clock.system(),
            ZoneOffset.UTC,
            terminal);
    return new LiveScreen(commandContext, true);
  }

  @Test
  void onATerminal_theBlockIsRewrittenInPlace() {
    LiveScreen screen = screen(new Window(24));

    screen.show(List.of("one", "two"));
    screen.show(List.of("three"));

    assertThat(out.toString())
        .isEqualTo("one\u001b[K\ntwo\u001b[K\n\u001b[J" + "\u001b[2A\rthree\u001b[K\n\u001b[J");
  }

  @Test
  void inASmallWindow_theRestIsCounted() {
    screen(new Window(4)).show(List.of("a", "b", "c", "d"));

    assertThat(out.toString().replaceAll("\u001b\\[[KJ]", ""))
        .isEqualTo("a\nb\n… 2 more lines: a higher window shows them\n");
  }

  @Test
  void whereNobodyWatches_onlyChangesArePrinted() {
    LiveScreen screen = screen(Terminal.NONE);

    screen.show(List.of("one"));
    screen.show(List.of("one"));
    screen.show(List.of("two"));

    assertThat(out.toString()).isEqualTo("one\ntwo\n");
  }
}
