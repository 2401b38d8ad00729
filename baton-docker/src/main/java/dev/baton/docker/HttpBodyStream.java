// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, with a known length or in chunks. An early end throws an exception. */
final class HttpBodyStream extends InputStream {

  private static final int HEX = 16;

  private final InputStream in;
  private final boolean chunked;

  /** The bytes left in the chunk or in the body. */
  private long left;

  private boolean first = true;
  private boolean ended;

  /**
   * @param length the length of the body, or a negative number for chunks
   */
  HttpBodyStream(InputStream in, long length) {
    this.in = in;
    this.chunked = length < 0;
    this.left = Math.max(0, length);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !hasNextChunk()) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the connection was closed before the end of the answer");
    }
    left -= count;
    return count;
  }

  private boolean hasNextChunk() throws IOException {
    if (!chunked || ended) {
      return false;
    }
    if (!first) {
      DockerHttpResponse.line(in);
    }
    first = false;
    String size = DockerHttpResponse.line(in).split(";", 2)[0].strip();
    try {
      left = Long.parseLong(size, HEX);
    } catch (NumberFormatException e) {
      throw new IOException("the answer has a chunk of size '" + size + "'", e);
    }
    ended = left == 0;
    return !ended;
  }
}
