package dev.weir.systemtests.service;

import static dev.weir.systemtests.service.ServiceUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace that begins with the caller is found again on the records. */
class TraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        GlobalOpenTelemetry.resetForTest();
    }

    private ServiceUnderTest service(String name) {
        return new ServiceUnderTest(ServiceUnderTest.problem("""
                        problem: %s
                        features: [{name: x, type: numeric, missing: 0}]
                        actions: {ids: [red, green]}
                        default-action: green
                        reward: {formula: click, window: PT5S, if-none: 0}
                        tracks: {linear: {algorithm: {name: linear}, publish: {every-transitions: 10}}}
                        """.formatted(name), OneBroker.bootstrap()), folder);
    }

    @Test
    void theCallersContextStandsOnDecisionsAndOutcomes() throws Exception {
        try (ServiceUnderTest test = service("traced")) {
            int port = test.service.port();
            test.with(port, "decisions", "{\"unit\":\"u\",\"id\":\"1\"}", "traceparent", PARENT, "tracestate", "a=b");
            test.with(port, "decisions", "{\"unit\":\"u\",\"id\":\"2\"}", "traceparent", "00-zz-1-01");
            test.with(port, "decisions:batch", "{\"requests\":[{\"unit\":\"u\",\"id\":\"3\"}]}", "traceparent", PARENT);
            String outcome = "{\"unit\":\"u\",\"id\":\"1\",\"metrics\":{\"click\":1}}";
            assertThat(test.with(port, "outcomes", outcome, "traceparent", PARENT)
                            .status())
                    .isEqualTo(202);
            ProducerRecord<byte[], byte[]> request = new ProducerRecord<>(
                    test.file.topics().requests(), "{\"unit\":\"u\",\"id\":\"4\"}".getBytes(StandardCharsets.UTF_8));
            request.headers().add("traceparent", PARENT.getBytes(StandardCharsets.UTF_8));
            ByteArraySerializer bytes = new ByteArraySerializer();
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", OneBroker.bootstrap()), bytes, bytes)) {
                producer.send(request).get();
            }
            until(() -> test.decisions().size() == 4);
            assertThat(headers(test, test.file.topics().decisions(), "traceparent"))
                    .containsExactly(PARENT, PARENT, PARENT);
            assertThat(headers(test, test.file.topics().decisions(), "tracestate"))
                    .containsExactly("a=b");
            assertThat(headers(test, test.file.topics().outcomes(), "traceparent"))
                    .containsExactly(PARENT);
        }
    }

    @Test
    void whereOpenTelemetryIsConfiguredTheDecisionIsASpanOfTheCallersTrace() throws Exception {
        Ended ended = new Ended();
        SdkTracerProvider provider =
                SdkTracerProvider.builder().addSpanProcessor(ended).build();
        GlobalOpenTelemetry.set(new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                return provider;
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        });
        try (ServiceUnderTest test = service("spanned")) {
            var answer = test.with(test.service.port(), "decisions", "{\"unit\":\"u\"}", "traceparent", PARENT);
            until(() -> !test.decisions().isEmpty());
            ReadableSpan span = ended.spans.get(0);
            assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(span.getAttribute(AttributeKey.stringKey("weir.decision")))
                    .isEqualTo(answer.json().get("decision").asString());
            assertThat(headers(test, test.file.topics().decisions(), "traceparent"))
                    .containsExactly("00-" + TRACE + "-" + span.getSpanContext().getSpanId() + "-01");
        }
    }

    @Test
    void aRequestWhoseDeadlineHasPassedIsNotDecided() throws Exception {
        try (ServiceUnderTest test = service("hurried")) {
            int port = test.service.port();
            String body = "{\"unit\":\"u\"}";
            assertThat(test.with(port, "decisions", body, "X-Request-Deadline", "1000")
                            .status())
                    .isEqualTo(503);
            assertThat(test.with(port, "decisions", body, "X-Request-Deadline", "2020-01-01T00:00:00Z")
                            .status())
                    .isEqualTo(503);
            assertThat(test.with(port, "decisions", body, "X-Request-Deadline", "soon")
                            .status())
                    .isEqualTo(422);
            assertThat(test.with(port, "decisions", body, "X-Request-Timeout-Ms", "0")
                            .status())
                    .isEqualTo(422);
            assertThat(test.with(port, "decisions", body, "X-Request-Timeout-Ms", "5000")
                            .status())
                    .isEqualTo(200);
            until(() -> !test.decisions().isEmpty());
            assertThat(test.decisions()).hasSize(1);
        }
    }

    private static List<String> headers(ServiceUnderTest test, String topic, String name) {
        return test.read(topic).stream()
                .map(ConsumerRecord::headers)
                .map(headers -> headers.lastHeader(name))
                .filter(header -> header != null)
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    /** Spans that have ended. */
    private static final class Ended implements SpanProcessor {
        private final List<ReadableSpan> spans = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span);
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }
}
