// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.config.CredentialsFile;
import dev.baton.config.DataFolder;
import dev.baton.config.ServerConnection;
import dev.baton.error.ForbiddenException;
import dev.baton.httpclient.Credentials;
import java.nio.file.Path;

/**
 * The API key with which the command line logs in to the server in a data folder of this machine.
 * When the password of its user changes, the server removes all keys of the user, so the command
 * line needs a new key.
 */
public record LocalApiKey(ServerConnection connection) {

  /**
   * Logs in with the new password and makes a new key if the server removed the old key. Stores the
   * new key in the data folder.
   */
  public void renew(String user, String password) throws InterruptedException {
    Path folder = connection.local();
    if (folder == null || works()) {
      return;
    }
    Credentials.Password credentials = new Credentials.Password(user, password);
    try (ApiClient apiClient =
        ApiClient.open(
            new ServerConnection(
                connection.endpoint(),
                credentials,
                folder,
                connection.source(),
                connection.tls()))) {
      JsonNode made = CreateApiKey.create(apiClient, "command line of " + folder, false, null);
      CredentialsFile file = DataFolder.adminCredentials(folder);
      file.write(
          credentials,
          new Credentials.ApiKey(
              made.path("resource-id").asText(), made.path("secret-key").asText()));
    }
  }

  private boolean works() throws InterruptedException {
    try (ApiClient apiClient = ApiClient.open(connection)) {
      apiClient.get("session");
      return true;
    } catch (ForbiddenException e) {
      return false;
    }
  }
}
