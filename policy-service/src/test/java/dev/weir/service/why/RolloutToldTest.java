package dev.weir.service.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rl.decision.Bucket;
import dev.weir.rl.decision.UnitId;
import dev.weir.schemas.avro.AuditEntry;
import dev.weir.schemas.avro.Decision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolloutToldTest {
    private static final List<AuditEntry> AUDIT = List.of(
            entry("one", "start", "ada", 100),
            entry("one", "refused promote", "eve", 150),
            entry("one", "rollback", "controller", 200),
            entry("two", "start", "bob", 300),
            entry("two", "promote", "cleo", 400));

    private static AuditEntry entry(String rollout, String action, String by, long time) {
        return new AuditEntry("rollout " + rollout, action, by, "because", time, Map.of());
    }

    private static Decision decision(long time, @Nullable String rollout) {
        Decision d = Decisions.of("u", "a", 1);
        d.setTime(time);
        d.setBucket(rollout == null ? null : (Integer) Bucket.of(new UnitId("u"), "shop/" + rollout));
        return d;
    }

    @Test
    void theRolloutIsTheOneWhoseSaltGivesTheLoggedBucket() {
        RolloutTold told = RolloutTold.of("shop", decision(350, "two"), AUDIT);
        assertThat(told).isNotNull();
        assertThat(told.name()).isEqualTo("two");
        assertThat(told.approval()).isNotNull();
        assertThat(told.approval().getBy()).isEqualTo("bob");
        assertThat(told.after()).extracting(AuditEntry::getAction).containsExactly("promote");
    }

    @Test
    void anEarlierRolloutIsFoundThoughALaterOneHasBegun() {
        RolloutTold told = RolloutTold.of("shop", decision(350, "one"), AUDIT);
        assertThat(told).isNotNull();
        assertThat(told.name()).isEqualTo("one");
        assertThat(told.before()).extracting(AuditEntry::getAction).containsExactly("start", "rollback");
    }

    @Test
    void whoPromotedItApprovedWhatCameAfter() {
        RolloutTold told = RolloutTold.of("shop", decision(500, "two"), AUDIT);
        assertThat(told).isNotNull();
        assertThat(told.approval()).isNotNull();
        assertThat(told.approval().getBy()).isEqualTo("cleo");
    }

    @Test
    void aRolloutThatBeganLaterDidNotAllowIt() {
        assertThat(RolloutTold.of("shop", decision(250, "two"), AUDIT)).isNull();
        assertThat(RolloutTold.of("shop", decision(500, null), AUDIT)).isNull();
    }

    @Test
    void aKilledDecisionNamesTheRolloutThatWasKilled() {
        Decision d = decision(700, null);
        d.setFallback("killed");
        List<AuditEntry> killed = List.of(AUDIT.get(3), entry("two", "kill", "dan", 600));
        RolloutTold told = RolloutTold.of("shop", d, killed);
        assertThat(told).isNotNull();
        assertThat(told.name()).isEqualTo("two");
        assertThat(told.before()).hasSize(2);
    }
}
