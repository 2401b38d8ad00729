// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionTest {

  @TempDir Path folder;

  @Test
  void flag_winsOverEnvironmentAndLocalServer() {
    Connection connection =
        Connection.find(
            new ServerChoice("http://flag:1/", null, null),
            environment("BATON_ENDPOINT", "http://variable:2"));

    assertThat(connection.endpoint()).isEqualTo("http://flag:1");
    assertThat(connection.credentials()).isNull();
  }

  @Test
  void environment_givesEndpointAndKey() {
    Map<String, String> environment = environment("BATON_ENDPOINT", "https://h/api/");
    environment.put("BATON_API_KEY", "credential/k");
    environment.put("BATON_API_SECRET", "s");
    environment.put("BATON_USER", "anna");
    environment.put("BATON_PASSWORD", "p");

    Connection connection = Connection.find(ServerChoice.NONE, environment);

    assertThat(connection.endpoint()).isEqualTo("https://h");
    assertThat(connection.credentials()).isEqualTo(new Credentials.Key("credential/k", "s"));
  }

  @Test
  void halfOfCredentials_isRefused() {
    assertThatThrownBy(() -> Connection.named(Map.of("BATON_USER", "anna")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("BATON_USER and BATON_PASSWORD must be set together");
  }

  @Test
  void localServer_isFoundWithItsAdministrator() {
    Map<String, String> environment = environment("HOME", folder.toString());
    DataFolder data = DataFolder.open(folder.resolve("data"));
    data.adminCredentials()
        .write(
            new Credentials.Password("super", "secret = with # signs"),
            new Credentials.Key("credential/k", "s"));
    new Discovery(Folders.of(environment)).announce("http://127.0.0.1:9", data, Instant.EPOCH);

    Connection connection = Connection.find(ServerChoice.NONE, environment);

    assertThat(connection)
        .isEqualTo(
            new Connection(
                "http://127.0.0.1:9",
                new Credentials.Key("credential/k", "s"),
                data.path(),
                "data folder " + data.path()));
    assertThat(data.adminCredentials().password())
        .contains(new Credentials.Password("super", "secret = with # signs"));
  }

  @Test
  void noServer_saysHowToStartOne() {
    assertThatThrownBy(() -> Connection.find(ServerChoice.NONE, environment("X", "")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("start one with 'baton up'");
  }

  @Test
  void namedFolderWithoutServer_isNamed() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));

    assertThatThrownBy(() ->
            Connection.find(new ServerChoice(null, data.toString(), null), environment("X", "")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("'" + data + "'");
  }

  @Test
  void malformedEndpoint_isRefused() {
    assertThatThrownBy(() -> Connection.checked("localhost:8765"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'localhost:8765'");
  }

  private Map<String, String> environment(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", folder.toString()));
    environment.put(name, value);
    return environment;
  }
}
