package io.yizhan.gate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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

    @ArchTest
    static final ArchRule keepsErrorsAndSettingsBelowTheFeatures = noClasses()
            .that()
            .resideInAnyPackage("io.yizhan.gate.error", "io.yizhan.gate.config")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.yizhan.gate",
                    "io.yizhan.gate.user",
                    "io.yizhan.gate.login",
                    "io.yizhan.gate.balance",
                    "io.yizhan.gate.admin",
                    "io.yizhan.gate.group",
                    "io.yizhan.gate.history",
                    "io.yizhan.gate.metrics",
                    "io.yizhan.gate.status",
                    "io.yizhan.gate.worker",
                    "io.yizhan.gate.start");

    @ArchTest
    static final ArchRule choosesNodesWithoutAnyVendor = noClasses()
            .that()
            .resideInAPackage("io.yizhan.gate.balance")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache..", "redis..", "jakarta..");

    @ArchTest
    static final ArchRule keepsJedisWhereItIsWiredAndItsFailuresAnswered = noClasses()
            .that()
            .resideOutsideOfPackages("io.yizhan.gate", "io.yizhan.gate.start", "io.yizhan.gate.error")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule keepsMyBatisWithWhoReadsTables = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.yizhan.gate",
                    "io.yizhan.gate.user",
                    "io.yizhan.gate.relation",
                    "io.yizhan.gate.group",
                    "io.yizhan.gate.history")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ibatis..", "org.mybatis..");

    @ArchTest
    static final ArchRule leavesZooKeeperToDiscovery =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.curator..");

    @ArchTest
    static final ArchRule keepsGrpcWithTheStatusService = noClasses()
            .that()
            .resideOutsideOfPackage("io.yizhan.gate.status")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "chat.status..");

    /** The status service has its calls measured by what both libraries bring. */
    @ArchTest
    static final ArchRule keepsMicrometerWithTheMetrics = noClasses()
            .that()
            .resideOutsideOfPackages("io.yizhan.gate.metrics", "io.yizhan.gate.status")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule keepsPassword4jWithItsHashers = noClasses()
            .that()
            .doNotHaveSimpleName("Argon2PasswordHasher")
            .and()
            .doNotHaveSimpleName("Argon2Hash")
            .and()
            .doNotHaveSimpleName("BcryptHash")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.password4j..");

    /** What comes from outside is parsed into the types that are asked for, never into those that it names. */
    @ArchTest
    static final ArchRule letsNoInputNameItsType = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output)Stream|.*\\.JsonTypeInfo|.*\\.PolymorphicTypeValidator");

    @ArchTest
    static final ArchRule settingsAreRecords =
            classes().that().haveSimpleNameEndingWith("Config").should().beRecords();

    @ArchTest
    static final ArchRule leavesTheStandardStreamsAlone = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule throwsNoGenericExceptions = GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
