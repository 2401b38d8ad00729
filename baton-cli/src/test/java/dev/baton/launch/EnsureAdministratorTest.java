// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.config.DataFolder;
import dev.baton.console.CommandContext;
import dev.baton.console.Terminal;
import dev.baton.httpclient.Credentials;
import dev.baton.memory.InMemoryBackend;
import dev.baton.server.Accounts;
import dev.baton.server.LoginService;
import dev.baton.service.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the key that a server makes for the command line of its machine. */
final class EnsureAdministratorTest {

  private static final CommandContext CONTEXT =
      new CommandContext(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          InputStream.nullInputStream(),
          Map.of("BATON_ADMIN_PASSWORD", "correct-horse"),
          Clock.system(),
          ZoneOffset.UTC,
          Terminal.NONE);

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final AccountStore store = backend.accounts().orElseThrow();

  @TempDir Path folder;

  @AfterEach
  void close() {
    backend.close();
  }

  private static void prepare(AccountStore store, DataFolder data) {
    Accounts accounts = Accounts.of(store, Clock.system());
    LoginService loginService = LoginService.of(store, accounts, Clock.system());
    new EnsureAdministrator(store, accounts, loginService).prepare(data, CONTEXT);
  }

  /** A store in which another server removes all keys just after this one has read them. */
  private AccountStore withAnotherServer() {
    return (AccountStore)
        Proxy.newProxyInstance(
            AccountStore.class.getClassLoader(),
            new Class<?>[] {AccountStore.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(store, arguments);
              if (method.getName().equals("keys")) {
                store.keys().forEach(key -> store.deleteKey(key.id()));
              }
              return answer;
            });
  }

  @Test
  void start_whileAnotherServerRemovesTheSameKey_makesANewKey() throws Exception {
    DataFolder data = DataFolder.open(folder);
    prepare(store, data);
    ApiKey former = store.keys().getFirst();
    Files.delete(data.adminCredentials().path());

    prepare(withAnotherServer(), data);

    List<ApiKey> keys = store.keys();
    assertThat(keys).hasSize(1).doesNotContain(former);
    assertThat(data.adminCredentials().read())
        .hasValueSatisfying(
            read -> assertThat(((Credentials.ApiKey) read).key()).isEqualTo(keys.getFirst().id()));
  }
}
