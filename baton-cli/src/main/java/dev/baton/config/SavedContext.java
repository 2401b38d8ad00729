// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.Credentials;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that the user saved under a name, with the credentials for it.
 *
 * @param endpoint the address of the server; null if {@code data} names the server
 * @param data the data folder of a server on this machine; null if {@code endpoint} names the
 *     server
 * @param credentials null if the credentials come from the credentials file, the environment or the
 *     data folder
 * @param credentialsFile the file with the credentials; null if there is no such file
 */
public record SavedContext(
    String name,
    @Nullable String endpoint,
    @Nullable Path data,
    @Nullable Credentials credentials,
    @Nullable Path credentialsFile) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private static final Set<String> MEMBERS =
      Set.of("endpoint", "data", "user", "password", "key", "secret", "credentials-file");

  public SavedContext {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "'"
              + name
              + "' is not a name of a context; expected up to 63 letters, digits, '.', '_' and"
              + " '-'");
    }
    if ((endpoint == null) == (data == null)) {
      throw new InvalidInputException(
          "a context names a server either by --endpoint URL or by --data DIR");
    }
  }

  /** Describes where the server is: its address or its data folder. */
  public String place() {
    return endpoint == null ? "data folder " + data : endpoint;
  }

  /** A description of the credentials for display. It never contains a secret. */
  public String identity() {
    return switch (credentials) {
      case Credentials.ApiKey apiKey -> apiKey.key();
      case Credentials.Password password -> "user " + password.user();
      case null ->
          credentialsFile != null
              ? "file " + credentialsFile
              : data != null ? "administrator of the folder" : "environment";
    };
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (endpoint != null) {
      json.put("endpoint", endpoint);
    }
    if (data != null) {
      json.put("data", data.toString());
    }
    if (credentialsFile != null) {
      json.put("credentials-file", credentialsFile.toString());
    }
    switch (credentials) {
      case Credentials.ApiKey apiKey ->
          json.put("key", apiKey.key()).put("secret", apiKey.secret());
      case Credentials.Password password ->
          json.put("user", password.user()).put("password", password.password());
      case null -> {}
    }
    return json;
  }

  static SavedContext read(String name, JsonNode json) {
    json.fieldNames()
        .forEachRemaining(member -> {
          if (!MEMBERS.contains(member)) {
            throw new InvalidInputException(
                "context '" + name + "' has '" + member + "'" + DidYouMean.suffix(MEMBERS, member));
          }
        });
    String data = json.path("data").asText(null);
    String file = json.path("credentials-file").asText(null);
    return new SavedContext(
        name,
        json.path("endpoint").asText(null),
        data == null ? null : Path.of(data),
        credentials(json),
        file == null ? null : Path.of(file));
  }

  private static @Nullable Credentials credentials(JsonNode json) {
    if (json.has("key")) {
      return new Credentials.ApiKey(json.path("key").asText(), json.path("secret").asText());
    }
    return json.has("user")
        ? new Credentials.Password(json.path("user").asText(), json.path("password").asText())
        : null;
  }
}
