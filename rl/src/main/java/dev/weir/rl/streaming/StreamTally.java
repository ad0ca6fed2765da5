package dev.weir.rl.streaming;

import dev.weir.rl.actorcritic.ReturnScale;
import dev.weir.rl.actorcritic.Tally;
import dev.weir.rl.feature.RunningMoments;
import java.nio.ByteBuffer;

/** A tally with where each unit's trace stands. */
final class StreamTally extends Tally {
    private final UnitTraces traces;

    StreamTally(RunningMoments moments, ReturnScale scale, UnitTraces traces, String... names) {
        super(moments, scale, steps -> {}, names);
        this.traces = traces;
    }

    @Override
    protected int bytes() {
        return super.bytes() + traces.bytes();
    }

    @Override
    protected void write(ByteBuffer out) {
        super.write(out);
        traces.write(out);
    }

    @Override
    protected void check(ByteBuffer in) {
        super.check(in);
        traces.check(in);
    }

    @Override
    protected void read(ByteBuffer in) {
        super.read(in);
        traces.read(in);
    }
}
