// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder on a separate in-memory file system, whose limited size allows the campaign to fill it.
 * Without root, or with a size of 0, it is a plain folder that cannot be filled.
 */
public final class SmallDisk {

  private static final int PIECE_BYTES = 1 << 20;
  private static final String FILLER = "filler";

  private final Path folder;
  private final boolean isMounted;
  private final int megabytes;

  private SmallDisk(Path folder, boolean isMounted, int megabytes) {
    this.folder = folder;
    this.isMounted = isMounted;
    this.megabytes = megabytes;
  }

  /**
   * Makes the folder.
   *
   * @param megabytes the size; 0 for a plain folder
   */
  static SmallDisk create(Path folder, int megabytes, CleanUp cleanUp) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted =
        megabytes > 0
            && "root".equals(System.getProperty("user.name"))
            && Shell.succeeds(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + megabytes + "m,mode=0755",
                "tmpfs",
                folder.toString());
    if (mounted) {
      cleanUp.add("mount", () -> Shell.run("umount", "-l", folder.toString()));
    }
    return new SmallDisk(folder, mounted, megabytes);
  }

  /** The maximum size that leaves the machine enough memory, because the disk is in memory. */
  public static int maxMegabytes() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .map(kilobytes -> (int) ((kilobytes / 2) >> 10))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Whether the disk can be filled. */
  public boolean isFillable() {
    return isMounted;
  }

  /** Uses all remaining space. */
  public void fill() {
    if (!isMounted) {
      throw new IllegalStateException(folder + " has no file system of its own");
    }
    byte[] piece = new byte[PIECE_BYTES];
    long left = (long) megabytes << 20;
    try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
      // Writes ever smaller pieces, so that not one byte is left.
      for (int bytes = PIECE_BYTES; bytes > 0; bytes /= 4) {
        left -= fill(out, piece, bytes, left);
      }
    } catch (IOException e) {
      // The disk is full; closing the file may report it again.
      return;
    }
  }

  /** Writes at most the size of the disk, even if the file system accepts more. */
  private static long fill(OutputStream out, byte[] piece, int bytes, long atMost) {
    long written = 0;
    try {
      while (written + bytes <= atMost) {
        out.write(piece, 0, bytes);
        written += bytes;
      }
    } catch (IOException e) {
      // The disk is full for pieces of this size.
      return written;
    }
    return written;
  }

  /** Frees the space. */
  public void free() {
    try {
      Files.deleteIfExists(folder.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
