// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

import java.util.ArrayList;
import java.util.List;

/** The comments and strings of a Java source. */
final class Lex {
  enum Kind {
    COMMENT,
    STRING,
    TEXT_BLOCK,
    CHAR
  }

  record Range(Kind kind, int start, int end) {}

  final List<Range> ranges = new ArrayList<>();

  /** The source with spaces for everything in comments and strings. */
  final String code;

  Lex(String text) {
    char[] mask = text.toCharArray();
    int i = 0;
    int n = text.length();
    while (i < n) {
      char c = text.charAt(i);
      int end;
      Kind kind;
      if (text.startsWith("//", i)) {
        end = text.indexOf('\n', i);
        end = end < 0 ? n : end;
        kind = Kind.COMMENT;
      } else if (text.startsWith("/*", i)) {
        end = text.indexOf("*/", i + 2);
        end = end < 0 ? n : end + 2;
        kind = Kind.COMMENT;
      } else if (text.startsWith("\"\"\"", i)) {
        end = i + 3;
        while (end < n && !text.startsWith("\"\"\"", end)) {
          end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(n, end + 3);
        kind = Kind.TEXT_BLOCK;
      } else if (c == '"' || c == '\'') {
        end = i + 1;
        while (end < n && text.charAt(end) != c && text.charAt(end) != '\n') {
          end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(n, end + 1);
        kind = c == '"' ? Kind.STRING : Kind.CHAR;
      } else {
        i++;
        continue;
      }
      ranges.add(new Range(kind, i, end));
      for (int k = i; k < end; k++) {
        if (mask[k] != '\n') {
          mask[k] = ' ';
        }
      }
      i = end;
    }
    code = new String(mask);
  }
}
