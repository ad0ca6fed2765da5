package dev.weir.evaluation.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The room evaluation is pure, and holds nothing that could give other bits on another machine. */
class PurityTest {
    private static final JavaClasses ROOM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.weir.evaluation");

    @Test
    void importsOfOursOnlyRlAndNoKafkaClockThreadFileOrLogger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.weir.schemas..",
                        "dev.weir.ingestion..",
                        "dev.weir.learner..",
                        "dev.weir.service..",
                        "dev.weir.ops..",
                        "org.apache..",
                        "org.slf4j..",
                        "java.io..",
                        "java.nio.file..",
                        "java.time..",
                        "java.util.concurrent..",
                        "java.util.logging..",
                        "java.net..")
                .check(ROOM);
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(ROOM);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(ROOM);
        noClasses().should().callMethod(System.class, "nanoTime").check(ROOM);
    }

    @Test
    void callsNoTranscendentalsOfMathNorUnseededRandomness() {
        for (String name : new String[] {"exp", "log", "log1p", "log10", "sin", "cos", "tan", "tanh", "cbrt"}) {
            noClasses().should().callMethod(Math.class, name, double.class).check(ROOM);
        }
        noClasses()
                .should()
                .callMethod(Math.class, "pow", double.class, double.class)
                .check(ROOM);
        noClasses().should().callMethod(Math.class, "random").check(ROOM);
        noClasses().should().dependOnClassesThat().areAssignableTo(Random.class).check(ROOM);
    }

    @Test
    void hasNoCyclesBetweenPackages() {
        slices().matching("dev.weir.evaluation.(*)..").should().beFreeOfCycles().check(ROOM);
    }
}
