package dev.weir.service.rollout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The units of the rollout at hand, by name and by the time of their first decision. */
interface UnitBook {
    @Nullable
    UnitRecord get(String unit);

    /** Puts a unit; one that is not matured is due by its first decision. */
    void put(String unit, UnitRecord record);

    /** Names of units not matured whose first decision was at or before a time, oldest first, so many at most. */
    List<String> due(long first, int most);

    /** Forgets all: another rollout begins. */
    void clear();
}
