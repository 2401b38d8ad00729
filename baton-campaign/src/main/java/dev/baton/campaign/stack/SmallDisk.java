// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder on a file system of its own in memory, whose size is limited so that it can be filled.
 * Without root it is a plain folder that cannot be filled.
 */
public final class SmallDisk implements AutoCloseable {

  private static final int PIECE_BYTES = 1 << 20;
  private static final String FILLER = "filler";

  private final Path folder;
  private final boolean isMounted;

  private SmallDisk(Path folder, boolean isMounted) {
    this.folder = folder;
    this.isMounted = isMounted;
  }

  static SmallDisk create(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean mounted =
        "root".equals(System.getProperty("user.name"))
            && Shell.succeeds(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + megabytes + "m,mode=0755",
                "tmpfs",
                folder.toString());
    return new SmallDisk(folder, mounted);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Whether it can be filled. */
  public boolean isFillable() {
    return isMounted;
  }

  /** Takes all space that is left. */
  public void fill() {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
      // The smallest pieces last, so that not one byte is left.
      for (int bytes = PIECE_BYTES; bytes > 0; bytes /= 4) {
        fill(out, piece, bytes);
      }
    } catch (IOException e) {
      // Full: closing it may say so once more.
      return;
    }
  }

  private static void fill(OutputStream out, byte[] piece, int bytes) {
    try {
      while (true) {
        out.write(piece, 0, bytes);
      }
    } catch (IOException e) {
      // Full for pieces of this size.
      return;
    }
  }

  /** Gives the space back. */
  public void free() {
    try {
      Files.deleteIfExists(folder.resolve(FILLER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (isMounted) {
      Shell.succeeds("umount", "-l", folder.toString());
    }
  }
}
