package dev.weir.systemtests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the house: rooms know only the rooms below them, and applications never each other. */
class DirectionsTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.weir");

    @Test
    void roomsDependDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("rl")
                .definedBy("dev.weir.rl..")
                .layer("evaluation")
                .definedBy("dev.weir.evaluation..")
                .layer("schemas")
                .definedBy("dev.weir.schemas..")
                .layer("ingestion")
                .definedBy("dev.weir.ingestion..")
                .layer("learner")
                .definedBy("dev.weir.learner..")
                .layer("service")
                .definedBy("dev.weir.service..")
                .layer("ops")
                .definedBy("dev.weir.ops..")
                .whereLayer("ops")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ingestion")
                .mayOnlyBeAccessedByLayers("ops")
                .whereLayer("learner")
                .mayOnlyBeAccessedByLayers("ops")
                .whereLayer("service")
                .mayOnlyBeAccessedByLayers("ops")
                .whereLayer("evaluation")
                .mayOnlyBeAccessedByLayers("ingestion", "learner", "service", "ops")
                .whereLayer("schemas")
                .mayOnlyBeAccessedByLayers("ingestion", "learner", "service", "ops")
                .check(HOUSE);
    }

    @Test
    void kafkaStreamsInternalsAreNamedInTheCommitHookAlone() {
        noClasses()
                .that()
                .haveSimpleNameNotContaining("CommitHook")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.streams.state.internals..", "org.apache.kafka.streams.processor.internals..")
                .check(HOUSE);
    }

    @Test
    void theLearnersCoreKnowsNoKafkaAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.weir.learner.learn..", "dev.weir.learner.publish..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAnyPackage("dev.weir.learner.learn..", "dev.weir.ingestion.join..", "dev.weir.rl..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(HOUSE);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        classes()
                .that()
                .resideInAPackage("dev.weir..")
                .and()
                .resideOutsideOfPackage("dev.weir.schemas.avro..")
                .should()
                .resideInAnyPackage(HOUSE
                        .that(DescribedPredicate.describe(
                                "package-info", c -> c.getSimpleName().equals("package-info")))
                        .stream()
                        .map(c -> c.getPackageName())
                        .toArray(String[]::new))
                .check(HOUSE);
    }
}
