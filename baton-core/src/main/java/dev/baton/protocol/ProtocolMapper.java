// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.RunWrite;
import dev.baton.member.KnownAction;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Configures Jackson for the protocol. Records become JSON objects with their components, jobs
 * become CIMI documents, and a few values become texts. A test compares the JSON with fixed texts,
 * because other releases must be able to read it.
 */
final class ProtocolMapper {

  private ProtocolMapper() {}

  static ObjectMapper create() {
    SimpleModule values = new SimpleModule("baton-protocol");
    text(values, JobId.class, JobId::parse);
    text(values, Instant.class, text -> InputBounds.moment("a time", Instant.parse(text)));
    text(values, Duration.class, Duration::parse);
    values.addSerializer(Job.class, new JobWriter());
    values.addDeserializer(Job.class, new JobReader());
    values.addSerializer(MaybeReadableJob.class, new MaybeReadableJobWriter());
    values.addDeserializer(MaybeReadableJob.class, new MaybeReadableJobReader());
    return JsonMapper.builder()
        .annotationIntrospector(
            new AnnotationIntrospectorPair(
                new RequiredComponentsIntrospector(), new JacksonAnnotationIntrospector()))
        .addModule(values)
        .addMixIn(RunWrite.class, RunWriteMixIn.class)
        .addMixIn(Filter.class, FilterMixIn.class)
        .addMixIn(Filter.Value.class, FilterValueMixIn.class)
        .addMixIn(ClaimWriteItem.class, ClaimWriteItemMixIn.class)
        .addMixIn(Messages.SearchReply.class, SearchReplyMixIn.class)
        .addMixIn(Messages.JobEvents.class, JobEventsMixIn.class)
        .addMixIn(Messages.KnownActionList.class, KnownActionListMixIn.class)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .build();
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parser) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(type, new TextReader<>(type, parser));
  }

  private static final class TextReader<T> extends JsonDeserializer<T> {
    private final Class<T> type;
    private final Function<String, T> parser;

    TextReader(Class<T> type, Function<String, T> parser) {
      this.type = type;
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        throw MismatchedInputException.from(in, type, "expected a text");
      }
      String text = in.getText();
      try {
        return parser.apply(text);
      } catch (InvalidInputException | DateTimeException e) {
        throw context.weirdStringException(text, type, String.valueOf(e.getMessage()));
      }
    }
  }

  private static final class JobWriter extends JsonSerializer<Job> {
    @Override
    public void serialize(Job job, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeTree(JobJson.write(job));
    }
  }

  private static final class JobReader extends JsonDeserializer<Job> {
    @Override
    public Job deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return JobJson.readStored(context.readValue(in, JsonNode.class));
    }
  }

  private static final class MaybeReadableJobWriter extends JsonSerializer<MaybeReadableJob> {
    @Override
    public void serialize(MaybeReadableJob job, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeTree(JobJson.write(job.read()));
    }
  }

  private static final class MaybeReadableJobReader extends JsonDeserializer<MaybeReadableJob> {
    @Override
    public MaybeReadableJob deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      JsonNode document = context.readTree(in);
      try {
        return MaybeReadableJob.of(JobJson.readStored(document));
      } catch (InvalidInputException e) {
        JobId id = JobId.parse(document.path("id").asText());
        return new MaybeReadableJob(id, document.path("token").asLong(), null, e);
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "write")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RunWrite.Report.class, name = "report"),
    @JsonSubTypes.Type(value = RunWrite.End.class, name = "end"),
    @JsonSubTypes.Type(value = RunWrite.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = RunWrite.Wait.class, name = "wait"),
    @JsonSubTypes.Type(value = RunWrite.Park.class, name = "park")
  })
  private interface RunWriteMixIn {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ClaimWriteItem.Write.class, name = "write"),
    @JsonSubTypes.Type(value = ClaimWriteItem.Append.class, name = "append"),
    @JsonSubTypes.Type(value = ClaimWriteItem.WriteFlow.class, name = "write-flow"),
    @JsonSubTypes.Type(value = ClaimWriteItem.Consume.class, name = "consume"),
    @JsonSubTypes.Type(value = ClaimWriteItem.Abandon.class, name = "abandon"),
    @JsonSubTypes.Type(value = ClaimWriteItem.AbandonUnstarted.class, name = "abandon-unstarted")
  })
  private interface ClaimWriteItemMixIn {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "test")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Filter.All.class, name = "all"),
    @JsonSubTypes.Type(value = Filter.Any.class, name = "any"),
    @JsonSubTypes.Type(value = Filter.Equal.class, name = "equal"),
    @JsonSubTypes.Type(value = Filter.NotEqual.class, name = "not-equal"),
    @JsonSubTypes.Type(value = Filter.In.class, name = "in"),
    @JsonSubTypes.Type(value = Filter.NotIn.class, name = "not-in"),
    @JsonSubTypes.Type(value = Filter.Compare.class, name = "compare"),
    @JsonSubTypes.Type(value = Filter.Prefix.class, name = "prefix"),
    @JsonSubTypes.Type(value = Filter.FullText.class, name = "full-text")
  })
  private interface FilterMixIn {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Filter.Value.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Filter.Value.Number.class, name = "number"),
    @JsonSubTypes.Type(value = Filter.Value.Date.class, name = "date"),
    @JsonSubTypes.Type(value = Filter.Value.Bool.class, name = "bool"),
    @JsonSubTypes.Type(value = Filter.Value.Null.class, name = "null")
  })
  private interface FilterValueMixIn {}

  interface SearchReplyMixIn {
    @JsonDeserialize(using = LenientListDeserializer.class)
    List<Job> jobs();
  }

  interface JobEventsMixIn {
    @JsonDeserialize(using = LenientListDeserializer.class)
    List<JobEvent> events();
  }

  interface KnownActionListMixIn {
    @JsonDeserialize(using = LenientListDeserializer.class)
    List<KnownAction> actions();
  }
}
