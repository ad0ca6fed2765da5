package dev.weir.ops.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ops.drift.Shop.Wrong;
import dev.weir.schemas.avro.Alert;
import dev.weir.schemas.avro.AlertState;
import dev.weir.schemas.avro.Ledger;
import dev.weir.schemas.avro.Tick;
import dev.weir.schemas.avro.Transition;
import dev.weir.schemas.problem.ProblemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a book says of a shop that goes wrong in one way at a time. */
class DriftBookTest {
    private static final int RUNS = 20;
    private static final int BEFORE = 4000;
    private static final int WRONG = 1500;
    private static final int AFTER = 3000;

    private final List<Alert> told = new ArrayList<>();
    private final InMemory store = new InMemory();
    private DriftBook book = new DriftBook(Shop.file(), store, told::add);
    private long offset;

    private void feed(Shop shop, Wrong wrong, int transitions) {
        for (int i = 0; i < transitions; i++) {
            book.transition(offset++, shop.next(wrong));
        }
    }

    private void begin() {
        told.clear();
        store.all.clear();
        book = new DriftBook(Shop.file(), store, told::add);
    }

    private List<String> told(AlertState state) {
        return told.stream()
                .filter(a -> a.getState() == state)
                .map(a -> a.getName() + "/" + a.getScope()
                        + (a.getSeverity().equals("page") ? "" : " " + a.getSeverity()))
                .toList();
    }

    /** Each cause alone, 20 times: the right alarm at least 19 times, and never a wrong page. */
    @ParameterizedTest
    @CsvSource({
        "REWARD, reward-drift/all",
        "REWARD_OF_PHONES, reward-drift/",
        "CONTEXT, context-drift/all",
        "POLICY, policy-change/all",
        "JOIN, join-rate-fall/all",
        "DELAY, outcome-delay/all",
        "PROPENSITY, propensity-mismatch/all",
        "COLLAPSE, action-collapse/all"
    })
    void namesTheCause(Wrong wrong, String alarm) {
        int right = 0;
        int backToNormal = 0;
        List<String> all = new ArrayList<>();
        List<String> wrongPages = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            begin();
            Shop shop = new Shop(1000 + run);
            feed(shop, Wrong.NOTHING, BEFORE);
            assertThat(told).isEmpty();
            feed(shop, wrong, WRONG);
            List<String> fired = told(AlertState.FIRING);
            right += fired.stream().anyMatch(f -> f.startsWith(alarm)) ? 1 : 0;
            fired.stream()
                    .filter(f -> !f.startsWith(alarm) && !f.endsWith(" info"))
                    .forEach(wrongPages::add);
            feed(shop, Wrong.NOTHING, AFTER);
            backToNormal += told(AlertState.RESOLVED).containsAll(fired) ? 1 : 0;
            all.add(run + ": "
                    + told.stream()
                            .map(a -> a.getState() + " " + a.getName() + "/" + a.getScope())
                            .toList());
        }
        assertThat(right).as(all.toString()).isGreaterThanOrEqualTo(RUNS - 1);
        assertThat(wrongPages).as(all.toString()).isEmpty();
        assertThat(backToNormal).as(all.toString()).isGreaterThanOrEqualTo(RUNS - 1);
    }

    /** The same, saved and resumed again and again: word for word what an undisturbed book tells, and nothing twice. */
    @Test
    void tellsTheSameWhereverItIsResumed() {
        List<Alert> undisturbed = new ArrayList<>();
        DriftBook other = new DriftBook(Shop.file(), new InMemory(), undisturbed::add);
        Shop shop = new Shop(77);
        for (int i = 0; i < 8000; i++) {
            Wrong wrong = i > 4000 && i < 5500 ? Wrong.REWARD : Wrong.NOTHING;
            Transition transition = shop.next(wrong);
            other.transition(i, transition);
            book.transition(i, transition);
            if (i % 37 == 0) {
                book.save();
                book = new DriftBook(Shop.file(), store, told::add);
            }
        }
        assertThat(told).isEqualTo(undisturbed).hasSize(2);
        assertThat(told.get(0).getIncident()).isEqualTo(1);
        assertThat(told.get(0).getChangedAt())
                .isBetween(1_700_000_000_000L + 3_990_000, 1_700_000_000_000L + 4_020_000);
    }

    @Test
    void aRewardThatStaysFallenBecomesNormalAfterAWhile() {
        Shop shop = new Shop(5);
        book = new DriftBook(
                ProblemFiles.read(Shop.YAML.replace("season: PT0S", "season: PT0S, accept-after: PT1H"), Map.of()),
                store,
                told::add);
        feed(shop, Wrong.NOTHING, 3000);
        feed(shop, Wrong.REWARD, 6000);
        assertThat(told(AlertState.FIRING)).containsExactly("reward-drift/all");
        assertThat(told(AlertState.RESOLVED)).containsExactly("reward-drift/all");
        assertThat(told.get(1).getSummary()).contains("counts as normal now");
    }

    @Test
    void valuesBeyondWhatRewardsCanAddUpToAreAnExplosion() {
        feed(new Shop(6), Wrong.NOTHING, 3000);
        book.manifest(Manifests.of(0, 60, 3000, Map.of("value", 3.0)));
        assertThat(told).isEmpty();
        book.manifest(Manifests.of(0, 61, 3050, Map.of("value", 4e6)));
        assertThat(told(AlertState.FIRING)).containsExactly("value-explosion/track=linear");
        book.manifest(Manifests.of(1, 0, 3050, Map.of("value", 3.0)));
        assertThat(told(AlertState.RESOLVED)).containsExactly("value-explosion/track=linear");
    }

    @Test
    void aLearnerThatStaysBehindIsToldOfAfterHalfAMinute() {
        book.manifest(Manifests.of(0, 0, 0, Map.of()));
        feed(new Shop(7), Wrong.NOTHING, 1100);
        book.clock(1_000);
        book.clock(20_000);
        assertThat(told).isEmpty();
        book.clock(31_000);
        assertThat(told(AlertState.FIRING)).containsExactly("learner-lag/track=linear");
        book.manifest(Manifests.of(0, 1, 1100, Map.of()));
        book.clock(32_000);
        assertThat(told(AlertState.RESOLVED)).containsExactly("learner-lag/track=linear");
    }

    @Test
    void timeThatStandsStillIsToldOf() {
        book.tick(new Tick(1_000L, "joiner-0", null));
        book.clock(0);
        book.clock(119_000);
        assertThat(told).isEmpty();
        book.clock(120_000);
        book.clock(130_000);
        assertThat(told(AlertState.FIRING)).containsExactly("ticks-missing/all");
        book.tick(new Tick(2_000L, "joiner-0", null));
        book.clock(131_000);
        assertThat(told(AlertState.RESOLVED)).containsExactly("ticks-missing/all");
    }

    @Test
    void deadLettersAreToldOfWhenTheyAreMoreThanOneInAHundred() {
        for (int i = 1; i <= 100; i++) {
            book.tick(new Tick(
                    (long) i,
                    "joiner-0",
                    Ledger.newBuilder().setPartition(0).setDecisionsIn(100L * i).build()));
        }
        assertThat(told).isEmpty();
        for (int i = 1; i <= 40; i++) {
            book.tick(new Tick(
                    100L + i,
                    "joiner-0",
                    Ledger.newBuilder()
                            .setPartition(0)
                            .setDecisionsIn(10_000L + 100 * i)
                            .setOutcomesDeadLettered(8L * i)
                            .build()));
        }
        assertThat(told(AlertState.FIRING)).containsExactly("dead-letter-rate/all");
    }

    @Test
    void aPropensityThatIsNotThePmfsIsToldOfAtOnce() {
        Transition wrong = new Shop(8).next(Wrong.NOTHING);
        wrong.getDecision().setPropensity(0.77);
        book.transition(0, wrong);
        assertThat(told(AlertState.FIRING)).containsExactly("propensity-mismatch/all");
    }
}
