// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import dev.baton.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The folder with everything that one Baton keeps on this machine; readable by its owner only. */
public final class DataFolder {

  private static final Set<String> OWN =
      Set.of("zookeeper", "admin-credentials", "endpoint.json", "engines", "lost+found");

  private final Path path;

  private DataFolder(Path path) {
    this.path = path;
  }

  /**
   * Opens the folder, making it if it is not there; nobody but its owner reaches it then.
   *
   * @throws InvalidInputException if it is not a folder, or not writable, or others may need it
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

  /** The embedded database, without the suffix that H2 adds. */
  public Path database() {
    return path.resolve("baton");
  }

  /** The data of the embedded ZooKeeper. */
  public Path zookeeper() {
    return path.resolve("zookeeper");
  }

  /** How the local command line logs in. */
  public CredentialsFile adminCredentials() {
    return adminCredentials(path);
  }

  /** As {@link #adminCredentials()} of a folder that a server has open. */
  public static CredentialsFile adminCredentials(Path folder) {
    return new CredentialsFile(folder.resolve("admin-credentials"));
  }
}
