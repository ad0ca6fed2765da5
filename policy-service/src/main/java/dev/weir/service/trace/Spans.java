package dev.weir.service.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Spans of decisions and outcomes, where the process has an OpenTelemetry SDK or agent; without one nothing is made, and the
 * caller's trace is passed on as it is. Safe for use by many threads.
 */
public final class Spans {
    private final @Nullable Tracer tracer;

    private Spans(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Spans of whatever is configured for this process now. */
    public static Spans here() {
        return new Spans(GlobalOpenTelemetry.isSet() ? GlobalOpenTelemetry.getTracer("dev.weir.service") : null);
    }

    /** False: nothing is made. */
    public boolean enabled() {
        return tracer != null;
    }

    /** One span that has begun, or nothing. */
    public static final class Open {
        private final @Nullable Span span;
        private final Trace trace;

        private Open(@Nullable Span span, Trace trace) {
            this.span = span;
            this.trace = trace;
        }

        /** What records that this leaves belong to. */
        public Trace trace() {
            return trace;
        }

        /** Says more of it. */
        public Open with(String name, @Nullable String value) {
            if (span != null && value != null) {
                span.setAttribute(name, value);
            }
            return this;
        }

        /** Ends it; with why it failed, or null. */
        public void end(@Nullable String failure) {
            if (span != null) {
                if (failure != null) {
                    span.setStatus(StatusCode.ERROR, failure);
                }
                span.end();
            }
        }
    }

    /** Begins one, as a child of what the caller says. */
    public Open begin(String name, String problem, Trace caller) {
        if (tracer == null) {
            return new Open(null, caller);
        }
        Span span = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.SERVER)
                .setParent(context(caller))
                .setAttribute("weir.problem", problem)
                .startSpan();
        SpanContext made = span.getSpanContext();
        String parent = "00-" + made.getTraceId() + "-" + made.getSpanId() + "-"
                + made.getTraceFlags().asHex();
        return new Open(span, made.isValid() ? Trace.of(parent, caller.state()) : caller);
    }

    private static Context context(Trace caller) {
        String parent = caller.parent();
        if (parent == null) {
            return Context.root();
        }
        SpanContext context = SpanContext.createFromRemoteParent(
                parent.substring(3, 35),
                parent.substring(36, 52),
                TraceFlags.fromHex(parent, 53),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(context));
    }
}
