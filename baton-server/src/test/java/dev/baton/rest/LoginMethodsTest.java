// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.AccountStore;
import dev.baton.access.LoginClient;
import dev.baton.access.User;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.memory.InMemoryBackend;
import dev.baton.server.Accounts;
import dev.baton.server.LoginService;
import dev.baton.testkit.clock.ManualClock;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A login method needs only its own class and its place in the list. */
final class LoginMethodsTest {

  private static final LoginClient HERE = new LoginClient("192.0.2.7", "test");

  private final ManualClock clock = new ManualClock();
  private final InMemoryBackend backend = new InMemoryBackend(clock);
  private final AccountStore store = backend.accounts().orElseThrow();
  private final Accounts accounts = Accounts.of(store, clock);
  private final LoginService loginService = LoginService.of(store, accounts, clock);
  private final User alice = accounts.add("alice", "alice's password", false);
  private final LoginMethods methods =
      new LoginMethods(List.of(new PasswordLogin(accounts, loginService), new Badge()));

  /** A method that verifies a user without a password. */
  private final class Badge implements LoginMethod {
    @Override
    public String name() {
      return "badge";
    }

    @Override
    public String description() {
      return "Log in with a badge";
    }

    @Override
    public Set<String> attributes() {
      return Set.of("number");
    }

    @Override
    public LoginService.OpenedSession open(UnaryOperator<String> values, LoginClient client) {
      if (!values.apply("number").equals("7") || !client.equals(HERE)) {
        throw new ForbiddenException("unknown badge");
      }
      return loginService.open(alice, name(), "badge 7", client);
    }
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static ObjectNode template(String id) {
    return JsonNodes.object().put("href", id);
  }

  @Test
  void open_withAFurtherMethod_opensASessionOfTheVerifiedUser() {
    LoginService.OpenedSession opened =
        methods.open(template("session-template/badge").put("number", "7"), HERE);
    assertThat(opened.session().method()).isEqualTo("badge");
    assertThat(opened.session().identifier()).isEqualTo("badge 7");
    assertThat(opened.session().client()).isEqualTo(HERE);
    assertThat(loginService.byToken(opened.token()).orElseThrow().userId()).isEqualTo(alice.id());
  }

  @Test
  void open_withAttributesOfAnotherMethod_isRefused() {
    ObjectNode badge = template("session-template/badge").put("username", "alice");
    assertThatThrownBy(() -> methods.open(badge, HERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'username'");
    ObjectNode password = template("session-template/password").put("username", "alice");
    assertThatThrownBy(() -> methods.open(password, HERE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'password'");
  }

  @Test
  void open_withAnUnknownTemplate_listsAllTemplates() {
    assertThatThrownBy(() -> methods.open(template("session-template/oidc"), HERE))
        .isInstanceOf(NotFoundException.class)
        .hasMessage(
            "template 'session-template/oidc' not found; there are: session-template/password,"
                + " session-template/badge");
  }
}
