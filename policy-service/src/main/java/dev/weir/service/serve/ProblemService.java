package dev.weir.service.serve;

import dev.weir.rl.decision.DecisionId;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.wire.Refusal;
import dev.weir.service.decisionlog.DecisionLog;
import dev.weir.service.decisionlog.LogClock;
import dev.weir.service.decisionlog.LogClock.Pass;
import dev.weir.service.policystore.PolicyStore;
import dev.weir.service.rollout.Chooser;
import dev.weir.service.rollout.Rollouts;
import dev.weir.service.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides for one problem: request in, decision on the log, reply out, each once. Safe for use by many threads. */
public final class ProblemService {
    private final ProblemFile file;
    private final RequestReader reader;
    private final DecisionMaker maker;
    private final PolicyStore store;
    private final Rollouts rollouts;
    private final DecisionLog log;
    private final LogClock clock;
    private final Remembered remembered;
    private final ServiceMeters meters;
    private final boolean beforeReply;
    private final byte[] rehearsal;
    private volatile boolean warm;

    public ProblemService(
            ProblemFile file,
            PolicyStore store,
            Rollouts rollouts,
            DecisionLog log,
            LogClock clock,
            MeterRegistry meters) {
        this.file = file;
        this.reader = new RequestReader(file);
        this.maker = new DecisionMaker(file);
        this.store = store;
        this.rollouts = rollouts;
        this.log = log;
        this.clock = clock;
        this.remembered = new Remembered(file.service().idempotencyEntries());
        this.meters = new ServiceMeters(meters, file.name());
        this.beforeReply = file.service().beforeReply();
        this.rehearsal = Rehearsal.request(file);
    }

    /** Where decisions that are made here go. */
    @FunctionalInterface
    public interface Sink {
        /** Writes; then tells whether it is written. */
        void write(Decision decision, DecisionLog.Acknowledged then);
    }

    /**
     * Decides over HTTP.
     *
     * @param chooser says who decides
     * @throws Refusal if the request does not fit the problem
     */
    public void decide(Ask ask, Trace trace, Chooser chooser, Answer.Receiver receiver) {
        if (!log.reserve()) {
            receiver.receive(new Answer.Unavailable("the log's buffer is full"));
            return;
        }
        boolean written = false;
        try {
            written = decide(ask, chooser, (made, then) -> log.write(made, trace, then), beforeReply, receiver);
        } finally {
            if (!written) {
                log.release();
            }
        }
    }

    /**
     * Decides, and gives the decision to a sink.
     *
     * @param chooser says who decides
     * @param wait    true: the receiver is told when the sink has written it, else at once
     * @return true if the sink was given a decision; false: it is one that was made before
     */
    public boolean decide(Ask ask, Chooser chooser, Sink sink, boolean wait, Answer.Receiver receiver) {
        long begin = System.nanoTime();
        DecisionId id = DecisionMaker.id(ask);
        boolean repeatable = ask.callerId() != null;
        Remembered.Entry before = repeatable ? remembered.find(id.value()) : null;
        if (before != null) {
            again(before, ask, receiver);
            return false;
        }
        Pass pass = enter(ask);
        DecisionMaker.Made made;
        try {
            Rollouts.Choice who = chooser.choose(ask.unit());
            made = maker.decide(ask, id, who, pass.time());
            if (who.shadow() != null) {
                meters.shadowed(made.decision().getShadow() != null);
            }
        } catch (RuntimeException e) {
            clock.leave(pass);
            throw e;
        }
        before = repeatable ? remembered.putIfAbsent(made.reply(), ask.hash(), !wait) : null;
        if (before != null) {
            clock.leave(pass);
            again(before, ask, receiver);
            return false;
        }
        sink.write(made.decision(), failure -> {
            clock.leave(pass);
            if (repeatable && (wait || failure != null)) {
                remembered.settle(id.value(), fate(failure));
            }
            if (wait) {
                receiver.receive(answer(made, failure));
            }
        });
        meters.decided(made.decision(), System.nanoTime() - begin);
        if (!wait) {
            receiver.receive(new Answer.Decided(made.reply()));
        }
        return true;
    }

    private static Remembered.Fate fate(@Nullable Exception failure) {
        if (failure == null) {
            return Remembered.Fate.LOGGED;
        }
        return DecisionLog.mayHaveTaken(failure) ? Remembered.Fate.UNKNOWN : Remembered.Fate.NOT_LOGGED;
    }

    private static Answer answer(DecisionMaker.Made made, @Nullable Exception failure) {
        return failure == null
                ? new Answer.Decided(made.reply())
                : new Answer.Unavailable("the log did not take the decision");
    }

    private static void again(Remembered.Entry before, Ask ask, Answer.Receiver receiver) {
        if (!before.is(ask.hash())) {
            receiver.receive(
                    new Answer.Conflict(before.reply().decision(), Objects.requireNonNullElse(ask.callerId(), "")));
            return;
        }
        before.whenAcknowledged(logged -> receiver.receive(
                logged
                        ? new Answer.Decided(before.reply())
                        : new Answer.Unavailable("the log did not take the decision")));
    }

    private Pass enter(Ask ask) {
        Long at = ask.at();
        if (at == null) {
            if (file.time().driver() && clock.reached() == 0) {
                throw new Refusal("at", "absent", "a time: the driver has not posted a tick yet");
            }
            return clock.enter();
        }
        Pass pass = clock.enterAt(at);
        if (pass == null) {
            throw new Refusal("at", at, "a time not before the last tick, " + clock.reached());
        }
        return pass;
    }

    /** Writes an outcome; the receiver of {@code then} is told when the log has it. False: there is no room. */
    public boolean outcome(OutcomeSource source, Trace trace, DecisionLog.Acknowledged then) {
        if (!log.reserve()) {
            return false;
        }
        Pass pass = clock.enter();
        boolean written = false;
        try {
            Outcome outcome = source.at(pass.time());
            log.write(outcome, trace, failure -> {
                clock.leave(pass);
                then.done(failure);
            });
            written = true;
        } finally {
            if (!written) {
                clock.leave(pass);
                log.release();
            }
        }
        return true;
    }

    /** An outcome, given the time of one that names none. */
    @FunctionalInterface
    public interface OutcomeSource {
        Outcome at(long now);
    }

    /** Decides a made-up request, up to the bytes that would be logged, for nobody. */
    public void rehearse() {
        Ask ask = reader.read(rehearsal);
        DecisionMaker.Made made =
                maker.decide(ask, DecisionMaker.id(ask), rollouts.choose(ask.unit()), clock.reached());
        log.record(made.decision(), Trace.NONE);
    }

    /** Says that decisions are fast now. */
    public void warm() {
        warm = true;
    }

    /** True once there is what decisions are made by, and they are fast. */
    public boolean ready() {
        return warm && store.ready();
    }

    /** Takes in a decision that was logged before this process was. */
    public void restore(Decision decision) {
        remembered.restore(decision);
    }

    /** True: a decision is told to its caller when the log has it. */
    public boolean beforeReply() {
        return beforeReply;
    }

    /** A decision that was logged lately, or is on its way to the log; else empty. */
    public Optional<Decision> recent(String decision) {
        return log.recent(decision);
    }

    /** Reads this problem's requests. */
    public RequestReader reader() {
        return reader;
    }

    /** Time of what happens now. */
    public long now() {
        return clock.reached();
    }

    public ProblemFile file() {
        return file;
    }

    public PolicyStore store() {
        return store;
    }

    /** Who decides for whom. */
    public Rollouts rollouts() {
        return rollouts;
    }
}
