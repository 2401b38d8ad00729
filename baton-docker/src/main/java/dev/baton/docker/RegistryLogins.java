// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.engine.EngineImage;
import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads credentials of registries from a file in the form that {@code docker login} writes. */
record RegistryLogins(String engine, @Nullable Path file) {

  private static final String HUB = "https://index.docker.io/v1/";

  /**
   * Returns the login header for an image. It contains the login that a pull secret of the image
   * names, or else the login of the image's registry.
   *
   * @throws InvalidInputException if no login has that name
   */
  Optional<String> header(EngineImage image) {
    JsonNode logins = logins();
    List<String> secrets = image.pullSecrets();
    for (String name : secrets) {
      if (logins.has(name)) {
        return Optional.of(header(name, logins.get(name)));
      }
    }
    if (!secrets.isEmpty()) {
      throw new InvalidInputException(
          "pull-secrets has '"
              + String.join("', '", secrets)
              + "', for which the file in setting 'auth-file' of engine '"
              + engine
              + "' has no login");
    }
    String registry = registry(image.name());
    return logins.has(registry)
        ? Optional.of(header(registry, logins.get(registry)))
        : Optional.empty();
  }

  /**
   * Returns the part of an image name before the first slash if it is a host, or else Docker Hub.
   */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : HUB;
  }

  private static String header(String registry, JsonNode login) {
    ObjectNode header = DockerApi.JSON.createObjectNode();
    header.put("serveraddress", registry);
    if (login.has("identitytoken")) {
      header.put("identitytoken", login.get("identitytoken").asText());
    }
    byte[] pair = Base64.getDecoder().decode(login.path("auth").asText());
    String[] words = new String(pair, StandardCharsets.UTF_8).split(":", 2);
    header.put("username", words[0]);
    header.put("password", words.length > 1 ? words[1] : "");
    return Base64.getUrlEncoder()
        .encodeToString(header.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the file each time, because logins change. */
  private JsonNode logins() {
    if (file == null) {
      return MissingNode.getInstance();
    }
    try {
      return DockerApi.JSON.readTree(Files.readAllBytes(file)).path("auths");
    } catch (IOException e) {
      // The cause is omitted, because it would show the content of the file.
      throw new InvalidInputException(
          "setting 'auth-file' of engine '"
              + engine
              + "' is '"
              + file
              + "', which cannot be read as JSON: "
              + e.getClass().getSimpleName());
    }
  }
}
