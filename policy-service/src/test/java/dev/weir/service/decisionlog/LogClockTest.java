package dev.weir.service.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.service.decisionlog.LogClock.Pass;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogClockTest {
    @Test
    void aTickWaitsForWhatWasStampedEarlierAndNotForWhatComesAfter() throws Exception {
        AtomicLong now = new AtomicLong(100);
        LogClock clock = new LogClock(now::get, false, 0);
        Pass before = clock.enter();
        now.set(150);
        CompletableFuture<Long> tick = CompletableFuture.supplyAsync(() -> turn(clock));
        while (clock.enter().phase() == before.phase()) {
            Thread.sleep(1); // these too are stamped before the tick
        }
        assertThat(tick.isDone()).isFalse();
        assertThat(clock.enter().time()).isGreaterThanOrEqualTo(150);
    }

    @Test
    void isDoneWhenTheLastEarlierOneHasLeft() throws Exception {
        LogClock clock = new LogClock(() -> 100, false, 0);
        Pass before = clock.enter();
        CompletableFuture<Long> tick = CompletableFuture.supplyAsync(() -> turn(clock));
        Thread.sleep(20);
        assertThat(tick.isDone()).isFalse();
        clock.leave(before);
        assertThat(tick.get(5, TimeUnit.SECONDS)).isEqualTo(100);
    }

    @Test
    void isHeldUntilWhatIsWrittenLaterIsThere() throws Exception {
        LogClock clock = new LogClock(() -> 100, false, 0);
        clock.leave(clock.enter());
        Runnable release = clock.hold();
        CompletableFuture<Long> tick = CompletableFuture.supplyAsync(() -> turn(clock));
        Thread.sleep(20);
        clock.leave(clock.enter());
        assertThat(tick.isDone()).isFalse();
        release.run();
        assertThat(tick.get(5, TimeUnit.SECONDS)).isEqualTo(100);
        assertThat(turn(clock)).isEqualTo(100);
    }

    @Test
    void timeNeverGoesBackThoughTheClockDoes() throws Exception {
        AtomicLong now = new AtomicLong(100);
        LogClock clock = new LogClock(now::get, false, 0);
        assertThat(clock.enter().time()).isEqualTo(100);
        now.set(50);
        assertThat(clock.enter().time()).isEqualTo(100);
    }

    @Test
    void aDriversTimeStandsStillBetweenTicksAndTakesNothingEarlier() throws Exception {
        LogClock clock = new LogClock(() -> 1_000_000, true, 0);
        assertThat(clock.turn(500)).isEqualTo(500);
        assertThat(clock.enterAt(499)).isNull();
        Pass later = Objects.requireNonNull(clock.enterAt(700));
        assertThat(clock.enter().time()).isEqualTo(500);
        assertThat(later.time()).isEqualTo(700);
    }

    private static long turn(LogClock clock) {
        try {
            return clock.turn();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
