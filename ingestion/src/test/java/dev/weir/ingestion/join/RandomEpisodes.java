package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.schemas.avro.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Units that live through episodes: steps of irregular length, some of them missing, silences beyond the time-out, ends of
 * all kinds, rewards several steps late. Every event has its time, and each arrival order keeps what ticks promise.
 */
final class RandomEpisodes {
    private record Timed(long time, Event event) {}

    private final SplittableRandom random;
    private final List<Timed> events = new ArrayList<>();

    private RandomEpisodes(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What happened to some units, with ticks now and then, in one of the orders in which it may arrive. */
    static List<Event> of(long world, long order, int units) {
        RandomEpisodes made = new RandomEpisodes(world);
        for (int unit = 0; unit < units; unit++) {
            made.live("unit-" + unit);
        }
        return made.arrivals(new SplittableRandom(order));
    }

    private void live(String unit) {
        long time = 1000 + random.nextInt(200);
        for (long step = random.nextInt(5); step < 30; step++) {
            if (random.nextInt(12) == 0) {
                continue; // nobody hears of this one
            }
            add(time, Events.at(Steps.step(unit, step, time)));
            for (int n = random.nextInt(3); n > 0; n--) {
                long at = time + random.nextInt(150);
                add(at, Events.at(Steps.reward(unit, step, at, random.nextInt(-9, 9))));
            }
            tell(unit, step, time);
            time += random.nextInt(10) == 0 ? random.nextInt(1500) : random.nextInt(80);
        }
    }

    private void tell(String unit, long step, long time) {
        long at = time + random.nextInt(random.nextInt(3) == 0 ? 1500 : 120);
        Outcome told = switch (random.nextInt(12)) {
            case 0 -> Steps.end(unit, step, at);
            case 1 -> Steps.cutOff(unit, step, at, Steps.seen(random.nextInt(99), unit));
            case 2 -> Steps.observed(unit, step, at, Steps.seen(random.nextInt(99), unit));
            default -> null;
        };
        if (told != null) {
            add(at, Events.at(told));
            if (random.nextInt(4) == 0) {
                add(at + 7, Events.at(Steps.end(unit, step, at + 7)));
            }
        }
    }

    private void add(long time, Event event) {
        events.add(new Timed(time, event));
    }

    /** Each event at its time or before, as far as it may be ahead; a tick of a source comes after all that is earlier. */
    private List<Event> arrivals(SplittableRandom order) {
        List<Timed> arriving = new ArrayList<>();
        long last = 0;
        for (Timed one : events) {
            arriving.add(new Timed(one.time - order.nextInt(25), one.event));
            last = Math.max(last, one.time);
        }
        for (long tick = 950; tick < last + 4000; tick += 1 + order.nextInt(25)) {
            arriving.add(new Timed(tick, Events.tick(true, tick)));
            arriving.add(new Timed(tick + order.nextInt(10), Events.tick(false, tick)));
        }
        List<Timed> shuffled = new ArrayList<>();
        while (!arriving.isEmpty()) { // what arrives at the same time does so in any order
            shuffled.add(arriving.remove(order.nextInt(arriving.size())));
        }
        shuffled.sort(Comparator.comparingLong(Timed::time));
        return new ArrayList<>(shuffled.stream().map(Timed::event).toList());
    }
}
