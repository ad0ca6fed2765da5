package dev.weir.ops.evaluate;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Several logs, one after the other. */
record JoinedLog(List<EvaluationLog> logs) implements EvaluationLog {
    @Override
    public void read(Consumer<LogRow> each, DoubleConsumer progress) {
        for (int i = 0; i < logs.size(); i++) {
            int before = i;
            logs.get(i).read(each, share -> progress.accept((before + share) / logs.size()));
        }
    }

    @Override
    public boolean hasPropensities() {
        long with = logs.stream().filter(EvaluationLog::hasPropensities).count();
        if (with > 0 && with < logs.size()) {
            throw new IllegalArgumentException("some logs have propensities and some have none: evaluate them apart");
        }
        return with > 0;
    }
}
