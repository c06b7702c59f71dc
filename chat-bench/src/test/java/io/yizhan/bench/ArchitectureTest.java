package io.yizhan.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** Commands wire; users, clusters, producers and results know as little of each other as they can. */
@AnalyzeClasses(packages = "io.yizhan.bench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BENCH = "io.yizhan.bench";

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching(BENCH + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theLoadIsAnyUsers = noClasses()
            .that()
            .resideInAPackage(BENCH + ".load")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.yizhan.server..", "io.yizhan.quickstart..", "io.yizhan.embedded..");

    @ArchTest
    static final ArchRule resultsAreFigures = noClasses()
            .that()
            .resideInAPackage(BENCH + ".result")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.yizhan.client..", "io.yizhan.server..", "io.yizhan.quickstart..");

    @ArchTest
    static final ArchRule jedisStaysIn = noClasses()
            .that()
            .resideOutsideOfPackages(BENCH + ".cluster", BENCH + ".sequencer", BENCH + ".transport", BENCH + ".command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule picocliStaysIn = noClasses()
            .that()
            .resideOutsideOfPackages(BENCH, BENCH + ".command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule rocketMqIsMetThroughTheLog =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.rocketmq..");

    @ArchTest
    static final ArchRule hasNoStaticState =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule leavesTheStandardStreamsAlone = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
