package dev.weir.ingestion.join;

import dev.weir.ingestion.join.Events.Event;
import dev.weir.schemas.avro.Decision;
import dev.weir.schemas.avro.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A stream of everything that can happen: repeats, conflicts, lateness, orphans, rubbish, ticks that jump and that lag. */
final class RandomEvents {
    private final SplittableRandom random;
    private final List<Event> events = new ArrayList<>();
    private long now = 10_000;

    private RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    static List<Event> of(long seed, int size) {
        RandomEvents generator = new RandomEvents(seed);
        while (generator.events.size() < size) {
            generator.next();
        }
        return generator.events;
    }

    private void next() {
        int kind = random.nextInt(100);
        int n = random.nextInt(60);
        if (kind < 35) {
            decision(n);
        } else if (kind < 80) {
            outcome(n);
        } else if (kind < 83) {
            byte[] rubbish = Events.OUTCOMES.encode(Events.outcome(n, "x", now, 1));
            rubbish[10 + random.nextInt(rubbish.length - 10)] ^= (byte) (1 << random.nextInt(8));
            events.add(new Event(Events.at(Events.outcome(n, "x", now, 1)).source(), rubbish));
        } else {
            now += random.nextInt(50) == 0 ? 3000 : random.nextInt(25);
            events.add(Events.tick(random.nextBoolean(), now - random.nextInt(20)));
        }
    }

    private void decision(int n) {
        Decision d = Events.decision(n, now + random.nextInt(120) - 90);
        d.setRequestHash(random.nextInt(10) == 0 ? 1 : n);
        d.setDeferred(n % 5 == 0);
        d.setPropensity(random.nextInt(40) == 0 ? 0 : 0.75);
        events.add(Events.at(d));
    }

    private void outcome(int n) {
        String name = "o" + random.nextInt(6);
        long time = now + random.nextInt(250) - 150;
        Outcome o = new Outcome(Events.id(n), name, time, Map.of(), random.nextInt(4) == 0, false, null, false);
        if (random.nextInt(5) > 0) {
            double r = random.nextInt(50) == 0 ? Double.NaN : random.nextInt(-10, 10);
            o.setMetrics(Map.of("r", r));
        }
        events.add(Events.at(o));
    }
}
