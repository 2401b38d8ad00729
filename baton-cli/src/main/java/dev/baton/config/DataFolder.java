// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The folder in which a Baton process on this machine keeps its data. Only its owner can read it.
 */
public final class DataFolder {

  private static final Set<String> OWN =
      Set.of("zookeeper", "admin-credentials", "endpoint.json", "engines", "lost+found");

  private final Path path;

  private DataFolder(Path path) {
    this.path = path;
  }

  /**
   * Opens the folder and creates it if it does not exist. Afterwards only its owner can access it.
   *
   * @throws InvalidInputException if the path is not a folder, or the folder is not writable, or
   *     other users can access the folder and it contains files that are not Baton's
   */
  public static DataFolder open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
      throw new InvalidInputException(
          "data folder '" + absolute + "' is not a folder; choose another one with --data");
    }
    PrivateFiles.createFolder(absolute);
    PrivateFiles.restrictFolder(absolute, DataFolder::isOwn);
    if (!Files.isWritable(absolute)) {
      throw new InvalidInputException(
          "data folder '" + absolute + "' is not writable; choose another one with --data");
    }
    return new DataFolder(absolute);
  }

  private static boolean isOwn(String name) {
    return name.startsWith("baton.") || name.startsWith(".draft") || OWN.contains(name);
  }

  public Path path() {
    return path;
  }

  /** The path of the embedded database, without the suffix that H2 adds. */
  public Path database() {
    return path.resolve("baton");
  }

  /** The folder of the embedded ZooKeeper. */
  public Path zookeeper() {
    return path.resolve("zookeeper");
  }

  /** The credentials with which the local command line logs in. */
  public CredentialsFile adminCredentials() {
    return adminCredentials(path);
  }

  /**
   * The credentials of the administrator in the data folder of a server that another process runs.
   */
  public static CredentialsFile adminCredentials(Path folder) {
    return new CredentialsFile(folder.resolve("admin-credentials"));
  }
}
