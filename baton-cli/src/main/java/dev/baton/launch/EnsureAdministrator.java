// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.access.AccountStore;
import dev.baton.access.ApiKey;
import dev.baton.access.Principals;
import dev.baton.access.User;
import dev.baton.config.CredentialsFile;
import dev.baton.config.DataFolder;
import dev.baton.console.CommandContext;
import dev.baton.httpclient.Credentials;
import dev.baton.server.Accounts;
import dev.baton.server.ApiKeys;
import dev.baton.server.LoginService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that an administrator exists, and that the user who runs this server can act as the
 * administrator with the command line on this machine. The command line has its own API key, so it
 * does not need the password. A new password removes this key; the next start then makes a new key.
 */
record EnsureAdministrator(AccountStore store, Accounts accounts, LoginService loginService) {

  private static final String PASSWORD_VARIABLE = "BATON_ADMIN_PASSWORD";
  private static final String KEY_NAME = "command line of ";

  /** Must be called at every start, before the server is reachable. */
  void prepare(DataFolder data, CommandContext commandContext) {
    CredentialsFile file = data.adminCredentials();
    Credentials.@Nullable Password password = file.password().orElse(null);
    Optional<String> chosen =
        Optional.ofNullable(commandContext.environment().get(PASSWORD_VARIABLE))
            .filter(text -> !text.isEmpty());
    boolean isFirst = store.users().isEmpty();
    Optional<String> generated = accounts.ensureAdministrator(chosen);
    generated.ifPresent(text -> show(text, file, commandContext));
    if (isFirst) {
      password =
          generated
              .or(() -> chosen)
              .map(text -> new Credentials.Password(Accounts.FIRST_ADMINISTRATOR, text))
              .orElse(password);
    }
    if (isFirst || !works(file)) {
      newKey(data, file, password);
    }
  }

  private static void show(String password, CredentialsFile file, CommandContext commandContext) {
    commandContext.err().println("Made the administrator 'super' with the password: " + password);
    commandContext.err().println("It is not shown again; it is stored in " + file.path());
  }

  private boolean works(CredentialsFile file) {
    return file.read().orElse(null) instanceof Credentials.ApiKey apiKey
        && loginService.keys().caller(apiKey.key(), apiKey.secret()).isPresent();
  }

  private void newKey(
      DataFolder data, CredentialsFile file, Credentials.@Nullable Password password) {
    String name = KEY_NAME + data.path();
    List<User> administrators =
        store.users().stream().filter(user -> user.admin() && user.active()).toList();
    if (administrators.isEmpty()) {
      return;
    }
    // Another server with the same store and the same path may remove these keys at the same time.
    store.keys().stream()
        .filter(key -> key.name().equals(name))
        .map(ApiKey::id)
        .forEach(store::deleteKey);
    User user =
        administrators.stream()
            .filter(each -> each.name().equals(Accounts.FIRST_ADMINISTRATOR))
            .findFirst()
            .orElse(administrators.getFirst());
    Set<String> claims = Set.of(user.id(), Principals.USER, Principals.ADMIN);
    ApiKeys.NewKey made = loginService.keys().add(name, user.id(), user.id(), claims, null);
    file.write(password, new Credentials.ApiKey(made.key().id(), made.secret()));
  }
}
