// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.backend.Backend;
import dev.baton.config.Settings;
import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only some kinds of boards outside the store are shared with a CIMI server. */
final class BackendSettingsTest {

  /** A board on servers that Nuvla does not know. */
  private record OtherBoard(String servers) implements BoardOptions.OnServers {
    @Override
    public void check() {
      throw new IllegalStateException("the servers " + servers + " are called");
    }

    @Override
    public Backend open(Supplier<Backend> jobs, Clock clock) {
      throw new IllegalStateException("the board on " + servers + " is opened");
    }
  }

  @TempDir Path folder;

  private static BackendSettings settings(Map<String, String> flags) {
    return BackendSettings.of(new Settings(flags, Map.of()), Map.of());
  }

  @Test
  void store_withNamesThatNeedQuotes_isAProblem() {
    Settings wrong =
        new Settings(
            Map.of(
                "--store", "jdbc:postgresql://db/baton",
                "--store-table-prefix", "Acme ",
                "--store-schema", "Jobs"),
            Map.of());
    BackendSettings.of(wrong, Map.of());
    assertThatThrownBy(wrong::check)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the table prefix is 'Acme'")
        .hasMessageContaining("the schema is 'Jobs'; allowed: 1 to 48");
  }

  private static BackendSettings onOtherBoard(BackendSettings settings) {
    return new BackendSettings(
        settings.maxWait(),
        settings.store(),
        new OtherBoard("redis1:6379"),
        settings.endpoint(),
        settings.login(),
        settings.pull());
  }

  private ProcessOptions processOn(BackendSettings backend) {
    ProcessOptions options =
        ProcessOptions.of(new Settings(Map.of(), Map.of()), folder, commandContext());
    return new ProcessOptions(
        options.name(),
        options.data(),
        options.isDataNamed(),
        backend,
        options.server(),
        options.executor(),
        options.distributor(),
        options.engines(),
        options.plugins(),
        options.statsd(),
        options.traces());
  }

  private static CommandContext commandContext() {
    PrintWriter output = new PrintWriter(Writer.nullWriter());
    return new CommandContext(
        output,
        output,
        InputStream.nullInputStream(),
        Map.of(),
        Clock.system(),
        ZoneOffset.UTC,
        Terminal.NONE);
  }

  @Test
  void boardOnZooKeeper_isSharedWithNuvla() {
    BackendSettings onServers = settings(Map.of("--zk-hosts", "zk1:2181"));
    assertThat(onServers.usesNuvlaServer()).isTrue();
    assertThat(onServers.sharesBoard()).isTrue();

    BackendSettings withStore =
        settings(Map.of("--zk-hosts", "zk1:2181", "--store", "jdbc:h2:mem:none"));
    assertThat(withStore.usesNuvlaServer()).isFalse();
    assertThat(withStore.sharesBoard()).isTrue();

    BackendSettings embedded = settings(Map.of("--board", "zookeeper"));
    assertThat(embedded.usesNuvlaServer()).isFalse();
    assertThat(embedded.sharesBoard()).isTrue();
  }

  @Test
  void boardOfAnotherKind_isNotSharedWithNuvla() {
    BackendSettings other = onOtherBoard(settings(Map.of()));
    assertThat(other.usesNuvlaServer()).isFalse();
    assertThat(other.sharesBoard()).isFalse();
  }

  @Test
  void worker_onABoardOfAnotherKindWithoutADatabase_isRefused() {
    BackendSettings other = onOtherBoard(settings(Map.of("--endpoint", "http://127.0.0.1:1")));
    ProcessOptions options = processOn(other);

    assertThatThrownBy(() -> Backends.worker(options, commandContext()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the board is on 'redis1:6379', but no database is set; name it with --store, or"
                + " remove the board: an executor of a Baton server uses the server's board");
  }
}
