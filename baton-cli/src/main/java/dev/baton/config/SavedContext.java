// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.ClientTls;
import dev.baton.httpclient.Credentials;
import dev.baton.tls.PemFile;
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
 * @param tlsPaths the files for TLS
 */
public record SavedContext(
    String name,
    @Nullable String endpoint,
    @Nullable Path data,
    @Nullable Credentials credentials,
    @Nullable Path credentialsFile,
    TlsPaths tlsPaths) {

  /**
   * The files for TLS.
   *
   * @param authority the authority that signed the certificate of the server; null for the
   *     authorities that Java knows
   * @param certificate the certificate of the user; null if there is none
   * @param key the private key of that certificate
   */
  public record TlsPaths(
      @Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {}

  private static final String TLS_CA = SettingKey.TLS_CA.word();
  private static final String CERTIFICATE = SettingKey.TLS_CLIENT_CERTIFICATE.word();
  private static final String KEY = SettingKey.TLS_CLIENT_KEY.word();

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private static final Set<String> MEMBERS =
      Set.of(
          "endpoint",
          "data",
          "user",
          "password",
          "key",
          "secret",
          "credentials-file",
          TLS_CA,
          CERTIFICATE,
          KEY);

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

  /** Returns the settings of TLS; those of the environment take precedence. */
  ClientTls tls(ClientTls ofEnvironment) {
    PemFile authority = file(TLS_CA, tlsPaths.authority());
    ClientTls tls =
        authority == null || ofEnvironment.authority() != null
            ? ofEnvironment
            : ofEnvironment.trusting(authority);
    return tls.certificate() == null
        ? tls.showing(file(CERTIFICATE, tlsPaths.certificate()), file(KEY, tlsPaths.key()))
        : tls;
  }

  private static @Nullable PemFile file(String setting, @Nullable Path path) {
    return path == null ? null : new PemFile(setting, path);
  }

  private static void put(ObjectNode json, String member, @Nullable Path path) {
    if (path != null) {
      json.put(member, path.toString());
    }
  }

  private static @Nullable Path path(JsonNode json, String member) {
    String text = json.path(member).asText(null);
    return text == null ? null : Path.of(text);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (endpoint != null) {
      json.put("endpoint", endpoint);
    }
    put(json, "data", data);
    put(json, "credentials-file", credentialsFile);
    put(json, TLS_CA, tlsPaths.authority());
    put(json, CERTIFICATE, tlsPaths.certificate());
    put(json, KEY, tlsPaths.key());
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
    return new SavedContext(
        name,
        json.path("endpoint").asText(null),
        path(json, "data"),
        credentials(json),
        path(json, "credentials-file"),
        new TlsPaths(path(json, TLS_CA), path(json, CERTIFICATE), path(json, KEY)));
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
