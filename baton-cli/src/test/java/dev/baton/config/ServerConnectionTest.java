// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConnectionTest {

  @TempDir Path folder;

  @Test
  void flag_winsOverEnvironmentAndLocalServer() {
    ServerConnection serverConnection =
        ServerConnection.find(
            new ServerChoice("http://flag:1/", null, null),
            environment("BATON_ENDPOINT", "http://variable:2"));

    assertThat(serverConnection.endpoint()).isEqualTo("http://flag:1");
    assertThat(serverConnection.credentials()).isNull();
  }

  @Test
  void environment_givesEndpointAndKey() {
    Map<String, String> environment = environment("BATON_ENDPOINT", "https://h/api/");
    environment.put("BATON_API_KEY", "credential/k");
    environment.put("BATON_API_SECRET", "s");
    environment.put("BATON_USER", "anna");
    environment.put("BATON_PASSWORD", "p");

    ServerConnection serverConnection = ServerConnection.find(ServerChoice.NONE, environment);

    assertThat(serverConnection.endpoint()).isEqualTo("https://h");
    assertThat(serverConnection.credentials())
        .isEqualTo(new Credentials.ApiKey("credential/k", "s"));
  }

  @Test
  void halfOfCredentials_isRefused() {
    assertThatThrownBy(() -> ServerConnection.named(Map.of("BATON_USER", "anna")))
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
            new Credentials.ApiKey("credential/k", "s"));
    new ServerDiscovery(UserFolders.of(environment))
        .announce("http://127.0.0.1:9", null, data, Instant.EPOCH);

    ServerConnection serverConnection = ServerConnection.find(ServerChoice.NONE, environment);

    assertThat(serverConnection)
        .isEqualTo(
            new ServerConnection(
                "http://127.0.0.1:9",
                new Credentials.ApiKey("credential/k", "s"),
                data.path(),
                new ServerSource.Folder(data.path(), 1),
                ClientTls.DEFAULT));
    assertThat(data.adminCredentials().password())
        .contains(new Credentials.Password("super", "secret = with # signs"));
  }

  @Test
  void noServer_saysHowToStartOne() {
    assertThatThrownBy(() -> ServerConnection.find(ServerChoice.NONE, environment("X", "")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("start one with 'baton up'");
  }

  @Test
  void namedFolderWithoutServer_isNamed() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));

    assertThatThrownBy(() ->
            ServerConnection.find(
                new ServerChoice(null, data.toString(), null), environment("X", "")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("'" + data + "'");
  }

  @Test
  void malformedEndpoint_isRefused() {
    assertThatThrownBy(() -> ServerConnection.checked("localhost:8765"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'localhost:8765'");
  }

  private Map<String, String> environment(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of("HOME", folder.toString()));
    environment.put(name, value);
    return environment;
  }
}
