// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentFilterTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private ObjectNode document;

  @BeforeEach
  void readDocument() throws JsonProcessingException {
    document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"id": "job/1-2", "name": "The big-Image", "tags": ["one", "two_2"],
                     "number": 5, "flag": true, "nothing": null, "empty": [], "hollow": {},
                     "created": "2026-01-31T11:59:00.000Z", "text": "7", "emoji": "😀",
                     "list": [{"href": "a/1"}, {"href": "b/2", "deep": [[3]]}],
                     "status-message": "hello", "operations": [{"rel": "edit"}]}
                    """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name='The big-Image'",
        "name!='x'",
        "missing!='x'",
        "missing=null",
        "nothing=null",
        "empty=null",
        "hollow=null",
        "name!=null",
        "list!=null",
        "tags='one'",
        "tags='two_2'",
        "tags!='three'",
        "tags=['x', 'one']",
        "tags!=['x']",
        "missing!=[1]",
        "tags!=[]",
        "number=5",
        "number='5'",
        "number<6",
        "number>='5'",
        "number>4",
        "text=7",
        "text<'8'",
        "flag=true",
        "flag!=false",
        "list/href='b/2'",
        "list/href^='a'",
        "list/deep=3",
        "name^='The b'",
        "name>'T'",
        "name<'a'",
        "emoji>'\uFFFD'",
        "name=='big'",
        "name=='IMAGE'",
        "name=='x the'",
        "name=='imag*'",
        "name=='big-image'",
        "fulltext=='two_2'",
        "fulltext=='1'",
        "fulltext=='*'",
        "list/href=='2'",
        "created<'now'",
        "created>'now-2m'",
        "created='2026-01-31T11:59:00Z'",
        "created>'2026'",
        "created='1769860740000'",
        "created!=null",
        "status-message=null",
        "operations=null"
      })
  void matches_true(String filter) {
    assertThat(matches(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name='the big-image'",
        "name!='The big-Image'",
        "missing='x'",
        "missing<'x'",
        "missing!=null",
        "nothing!=null",
        "empty!=null",
        "hollow!=null",
        "tags=[]",
        "tags!='one'",
        "tags!=['one', 'x']",
        "number='five'",
        "number!=5",
        "number<5",
        "number<'x'",
        "number>'x'",
        "number^='5'",
        "flag=false",
        "list='a/1'",
        "list/href='c'",
        "name^='the'",
        "name^='ig'",
        "name=='ig'",
        "name=='bi'",
        "name==''",
        "fulltext=='two'",
        "fulltext=='edit'",
        "created>'now'",
        "created<'now-1h'",
        "created='2026-01-31'",
        "status-message='hello'",
        "status-message^='h'",
        "status-message=='hello'",
        "operations/rel='edit'",
        "operations!=null",
        "missing=='*'"
      })
  void matches_false(String filter) {
    assertThat(matches(filter)).isFalse();
  }

  private boolean matches(String filter) {
    return new DocumentFilter(NOW).matches(FilterParser.parse(filter), document);
  }
}
