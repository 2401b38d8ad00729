// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import dev.baton.httpclient.Credentials;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A file with credentials that only its owner can read. It holds {@code user} and {@code password},
 * {@code key} and {@code secret}, or all four, as lines {@code name=value}.
 */
public record CredentialsFile(Path path) {

  /**
   * Reads the credentials. If the file holds both an API key and a password, the API key is
   * returned. Empty if the file does not exist.
   *
   * @throws InvalidInputException if the file cannot be read or holds neither kind of credentials
   */
  public Optional<Credentials> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Properties lines = lines();
    String key = lines.getProperty("key");
    String secret = lines.getProperty("secret");
    if (key != null && secret != null) {
      return Optional.of(new Credentials.ApiKey(key.strip(), secret.strip()));
    }
    return Optional.of(
        password()
            .orElseThrow(() ->
                new InvalidInputException(
                    "'" + path + "' holds neither key= and secret= nor user= and password=")));
  }

  /** Reads the user name and the password. Empty unless the file holds both. */
  public Optional<Credentials.Password> password() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Properties lines = lines();
    String user = lines.getProperty("user");
    String password = lines.getProperty("password");
    return user == null || password == null
        ? Optional.empty()
        : Optional.of(new Credentials.Password(user.strip(), password.strip()));
  }

  /** Replaces the file. Only the owner can read it (mode 0600). */
  public void write(Credentials.@Nullable Password password, Credentials.@Nullable ApiKey apiKey) {
    Properties lines = new Properties();
    if (password != null) {
      lines.setProperty("user", password.user());
      lines.setProperty("password", password.password());
    }
    if (apiKey != null) {
      lines.setProperty("key", apiKey.key());
      lines.setProperty("secret", apiKey.secret());
    }
    StringWriter text = new StringWriter();
    try {
      lines.store(text, "Credentials of the local Baton administrator");
    } catch (IOException e) {
      throw new IllegalStateException("a string writer failed", e);
    }
    PrivateFiles.write(path, text.toString());
  }

  private Properties lines() {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(path)) {
      lines.load(reader);
      return lines;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "credentials file '" + path + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
