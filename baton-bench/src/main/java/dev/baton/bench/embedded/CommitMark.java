// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.zip.CRC32;

/**
 * A small file with the number of the last durable commit, beside the file of the database. A
 * database whose own number is lower has lost commits, for example because its log is damaged:
 * SQLite opens such a database without an error.
 *
 * <p>The file is written after the commit is durable and is not synchronized, so it is never ahead
 * of the database. It survives a kill, and after a loss of power it may be behind.
 */
final class CommitMark implements AutoCloseable {

  private static final int NUMBER_BYTES = Long.BYTES;
  private static final int BYTES = 2 * NUMBER_BYTES;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BYTES);

  /** Reads the number of the last commit in the database. */
  interface StoredCommits {
    long read() throws SQLException;
  }

  private CommitMark(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens the mark, or creates it. Reads the mark before the database, because another process may
   * commit between the two.
   *
   * @param commits reads the number of the last commit in the database
   * @throws SQLException if the mark has a higher number
   */
  static CommitMark open(Path path, StoredCommits commits) throws IOException, SQLException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    CommitMark mark = new CommitMark(file);
    long marked = mark.read();
    long stored = commits.read();
    if (marked > stored) {
      file.close();
      throw new SQLException(
          "the database has lost commits: it has " + stored + ", and " + path + " has " + marked);
    }
    return mark;
  }

  /** An incomplete mark, for example after a loss of power, allows any database. */
  private long read() throws IOException {
    buffer.clear();
    int length = file.read(buffer, 0);
    if (length != BYTES) {
      return 0;
    }
    long commits = buffer.getLong(0);
    return buffer.getLong(NUMBER_BYTES) == checksum(commits) ? commits : 0;
  }

  void write(long commits) throws IOException {
    buffer.clear();
    buffer.putLong(commits).putLong(checksum(commits)).flip();
    file.write(buffer, 0);
  }

  private static long checksum(long commits) {
    CRC32 crc = new CRC32();
    crc.update(ByteBuffer.allocate(NUMBER_BYTES).putLong(commits).flip());
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
