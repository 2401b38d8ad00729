// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.stack.CleanUp;
import dev.baton.campaign.stack.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a campaign.
 *
 * @param path the path of the folder
 * @param isOwn whether the campaign chose the name and may delete the folder
 */
record CampaignFolder(Path path, boolean isOwn) {

  /**
   * The system property with the folder in which the user called the launcher; the launcher changes
   * its own working folder.
   */
  private static final String CALLED_IN = "campaign.directory";

  private static final Duration DELETED_WITHIN = Duration.ofSeconds(5);

  /**
   * Uses the folder that the user named, or makes a new folder that every account may enter,
   * because databases run under separate accounts.
   *
   * @param named null for a new folder below /tmp
   */
  static CampaignFolder of(@Nullable Path named, OptionBounds bounds) throws IOException {
    if (named == null) {
      String name = "baton-campaign-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
      return new CampaignFolder(Files.createDirectory(Path.of("/tmp").resolve(name)), true);
    }
    Path path =
        Path.of(System.getProperty(CALLED_IN, "")).resolve(named).toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      requireEmpty(path, bounds);
    } catch (IOException e) {
      throw bounds.refusal("--folder is '" + path + "', which cannot be used: " + reason(e));
    }
    return new CampaignFolder(path, false);
  }

  /**
   * The message for the exception. If a file exception's message can be only the path, its class
   * determines the text.
   */
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "'" + missing.getFile() + "' cannot be made";
      case AccessDeniedException denied -> "no permission for '" + denied.getFile() + "'";
      case FileAlreadyExistsException file -> "'" + file.getFile() + "' is not a folder";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void requireEmpty(Path path, OptionBounds bounds) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      if (files.findAny().isPresent()) {
        throw bounds.refusal(
            "--folder is '"
                + path
                + "', which is not empty; old ledgers would be judged with the new ones");
      }
    }
  }

  /** Deletes the folder unless the user named it. */
  void delete() {
    if (!isOwn) {
      return;
    }
    // A process that is being killed may still write a file.
    if (!Polling.until(DELETED_WITHIN, this::isDeleted)) {
      throw new IllegalStateException("'" + path + "' cannot be removed");
    }
  }

  private boolean isDeleted() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (NoSuchFileException e) {
      return Files.notExists(path);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Deletes the folder if the campaign is interrupted or fails, because nobody reads the folder
   * then.
   */
  void deleteUnless(AtomicBoolean isOver, CleanUp cleanUp) {
    cleanUp.add(
        "folder",
        () -> {
          if (cleanUp.isInterrupted() || !isOver.get()) {
            delete();
          }
        });
  }
}
