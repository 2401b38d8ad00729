// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.DataFolder;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.error.InvalidInputException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.server.Accounts;
import dev.baton.server.SignInLinks;
import dev.baton.service.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerProcessTest {

  @TempDir Path folder;

  @Test
  void run_whenThePartsCannotBeConnected_closesTheDatabase() throws IOException {
    CommandContext commandContext = context(Writer.nullWriter(), Terminal.NONE);
    Path data = folder.resolve("data");
    Settings settings = new Settings(Map.of("--port", "0", "--engine", "abacus"), Map.of());
    ProcessOptions options = ProcessOptions.of(settings, data, commandContext);

    assertThatThrownBy(() -> ServerProcess.run(commandContext, options, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("abacus");

    Path file = Path.of(DataFolder.open(data).database() + ".mv.db");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      assertThat(lock).as("lock of the database file, which is free").isNotNull();
    }
  }

  private CommandContext context(Writer writer, Terminal terminal) {
    PrintWriter output = new PrintWriter(writer);
    return new CommandContext(
        output,
        output,
        InputStream.nullInputStream(),
        Map.of("HOME", folder.toString()),
        Clock.system(),
        ZoneOffset.UTC,
        terminal);
  }

  private String greeting(Terminal terminal, boolean isAll) {
    StringWriter printed = new StringWriter();
    try (InMemoryBackend backend = new InMemoryBackend(Clock.system())) {
      Accounts accounts = Accounts.of(backend.accounts().orElseThrow(), Clock.system());
      ServerProcess.greet(
          context(printed, terminal),
          new SignInLinks(accounts, Clock.system()),
          "http://127.0.0.1:1",
          isAll);
    }
    return printed.toString();
  }

  @Test
  void greeting_inATerminal_hasALinkToSignIn() {
    Terminal window = new Terminal.Window("80", "24");
    assertThat(greeting(window, true).lines())
        .hasSize(2)
        .contains("Baton is up: http://127.0.0.1:1")
        .anyMatch(line ->
            line.matches("Sign in once, .*: http://127\\.0\\.0\\.1:1/sign-in\\?token=[\\w-]{43}"));
    assertThat(greeting(window, false).lines()).hasSize(1);
  }

  @Test
  void greeting_inAPipeOrAFile_hasNoLink() {
    assertThat(greeting(Terminal.NONE, true).lines())
        .containsExactly("Baton is up: http://127.0.0.1:1");
  }
}
