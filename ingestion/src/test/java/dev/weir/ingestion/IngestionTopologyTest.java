package dev.weir.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingestion.join.JoinMetrics;
import dev.weir.schemas.problem.ProblemFile;
import dev.weir.schemas.problem.ProblemFiles;
import dev.weir.schemas.problem.ProblemTemplates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

class IngestionTopologyTest {
    /** Names are kept for ever: a renamed store loses its state, a renamed processor its metrics' history. */
    @Test
    void namesOfProcessorsAndStoresStayAsTheyAre() {
        ProblemFile file = ProblemFiles.parse(ProblemTemplates.init("ids"));
        Topology topology = IngestionTopology.of(file, new JoinMetrics(new SimpleMeterRegistry(), file.name()));

        assertThat(topology.describe().toString().replaceAll("stores: \\[join[^]]*", "stores: [STORES"))
                .as("stores are listed in no order; JoinProcessor names them")
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: sources (topics: [weir.my-problem.outcomes, weir.my-problem.decisions])
                              --> rekey
                            Processor: rekey (stores: [rekey-commit])
                              --> to-keyed
                              <-- sources
                            Sink: to-keyed (topic: weir.my-problem.keyed)
                              <-- rekey

                          Sub-topology: 1
                            Source: keyed (topics: [weir.my-problem.keyed])
                              --> join
                            Processor: join (stores: [STORES])
                              --> dead-letters, late-outcomes, transitions
                              <-- keyed
                            Sink: dead-letters (topic: weir.my-problem.dead-letters)
                              <-- join
                            Sink: late-outcomes (topic: weir.my-problem.late-outcomes)
                              <-- join
                            Sink: transitions (topic: weir.my-problem.transitions)
                              <-- join

                        """);
    }
}
