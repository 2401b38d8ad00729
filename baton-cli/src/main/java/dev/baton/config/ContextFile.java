// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.ConflictException;
import dev.baton.error.DidYouMean;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that a user has saved, in one file that only this user can read. Every change
 * replaces the file in one step. If two processes change the file at the same time, one change may
 * be lost.
 */
public final class ContextFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final SortedMap<String, SavedContext> contexts = new TreeMap<>();
  private @Nullable String current;

  private ContextFile(Path path) {
    this.path = path;
  }

  /**
   * Reads the file. If the file does not exist, there are no contexts.
   *
   * @throws InvalidInputException if the file cannot be read
   */
  public static ContextFile read(UserFolders userFolders) {
    ContextFile file = new ContextFile(userFolders.config().resolve("contexts.json"));
    if (Files.exists(file.path)) {
      file.load();
    }
    return file;
  }

  private void load() {
    try {
      JsonNode json = JSON.readTree(Files.readString(path));
      json.path("contexts")
          .properties()
          .forEach(entry ->
              contexts.put(entry.getKey(), SavedContext.read(entry.getKey(), entry.getValue())));
      current = json.path("current").asText(null);
    } catch (IOException | InvalidInputException e) {
      String message =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new InvalidInputException(
          "contexts in '" + path + "' cannot be read: " + message + "; repair or remove the file",
          e);
    }
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /** All contexts, sorted by name. */
  public List<SavedContext> all() {
    return List.copyOf(contexts.values());
  }

  /**
   * The current context: commands use its server unless a flag or the environment names another
   * server.
   */
  public Optional<SavedContext> current() {
    return current == null ? Optional.empty() : Optional.of(require(current));
  }

  /**
   * Returns the context with this name.
   *
   * @throws NotFoundException if there is no context with this name
   */
  public SavedContext require(String name) {
    SavedContext found = contexts.get(name);
    if (found == null) {
      throw new NotFoundException(
          "there is no context '"
              + name
              + "'"
              + DidYouMean.among(contexts.keySet(), name)
                  .map(other -> "; did you mean '" + other + "'?")
                  .orElse("; 'baton context list' shows all contexts"));
    }
    return found;
  }

  /**
   * Adds a context and writes the file.
   *
   * @throws ConflictException if a context with this name exists
   */
  public void add(SavedContext context) {
    if (contexts.containsKey(context.name())) {
      throw new ConflictException(
          "there is a context '"
              + context.name()
              + "' already; remove it first, or choose another name");
    }
    contexts.put(context.name(), context);
    write();
  }

  /**
   * Removes a context and writes the file. If the context was current, no context is current
   * afterwards.
   */
  public void remove(String name) {
    require(name);
    contexts.remove(name);
    if (Objects.equals(current, name)) {
      current = null;
    }
    write();
  }

  /** Makes a context the current context and writes the file. With null, no context is current. */
  public void use(@Nullable String name) {
    current = name == null ? null : require(name).name();
    write();
  }

  private void write() {
    ObjectNode json = JSON.createObjectNode();
    if (current != null) {
      json.put("current", current);
    }
    ObjectNode all = json.putObject("contexts");
    contexts.values().forEach(each -> all.set(each.name(), each.json()));
    PrivateFiles.createFolder(Objects.requireNonNull(path.getParent(), "path is a root"));
    PrivateFiles.write(path, json.toPrettyString() + "\n");
  }
}
