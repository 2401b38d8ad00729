// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.InvalidInputException;
import dev.baton.job.BoundedJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Converts the result of an action to JSON of bounded size. */
final class ResultJson {

  private static final int MAX_BYTES = 1 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ResultJson() {}

  /** The JSON, or the reason why there is none. */
  record Rendered(@Nullable JsonNode json, @Nullable String problem) {}

  static Rendered render(Object result) {
    BoundedBytes bytes = new BoundedBytes();
    try {
      MAPPER.writeValue(bytes, result);
      JsonNode json = MAPPER.readTree(bytes.content.toByteArray());
      BoundedJson.checkValue("result", json);
      return new Rendered(json, null);
    } catch (InvalidInputException e) {
      return problem("is not allowed: " + e.getMessage());
    } catch (TooLong e) {
      return problem("has more than " + MAX_BYTES + " bytes as JSON, the most that is allowed");
    } catch (IOException | RuntimeException | Error e) {
      return bytes.overflowed
          ? problem("has more than " + MAX_BYTES + " bytes as JSON, the most that is allowed")
          : problem(
              "cannot be written as JSON (class '"
                  + result.getClass().getName()
                  + "'): "
                  + ErrorText.line(e));
    }
  }

  private static Rendered problem(String what) {
    return new Rendered(null, "the action ended well, but its result " + what);
  }

  private static final class TooLong extends IOException {}

  /** Refuses more bytes than allowed, so that an endless result cannot fill the memory. */
  private static final class BoundedBytes extends OutputStream {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean overflowed;

    @Override
    public void write(int b) throws IOException {
      check(1);
      content.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
      check(len);
      content.write(b, off, len);
    }

    private void check(int more) throws TooLong {
      if (content.size() + more > MAX_BYTES) {
        overflowed = true;
        throw new TooLong();
      }
    }
  }
}
