package io.yizhan.gate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** The gate's packages: features beside each other, one direction. */
@AnalyzeClasses(packages = "io.yizhan.gate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("io.yizhan.gate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule injectsByConstructor = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule hasNoStaticState =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule knowsNoWorker =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.yizhan.server..", "io.yizhan.client..");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl");
}
