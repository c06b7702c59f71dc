package io.yizhan.server;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The tree shows the architecture; this keeps it true. */
@AnalyzeClasses(packages = "io.yizhan.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVER = "io.yizhan.server";
    private static final String[] GENERATED = {SERVER + ".mesh..", SERVER + ".archive.wire.."};

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching(SERVER + ".(*)..").should().beFreeOfCycles();

    /** What comes from outside is parsed into the types that are asked for, never into those that it names. */
    @ArchTest
    static final ArchRule letsNoInputNameItsType = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output)Stream|.*\\.JsonTypeInfo|.*\\.PolymorphicTypeValidator");

    /** An executor that repeats work ends that silently with the first exception. */
    @ArchTest
    static final ArchRule repeatsNothingThatEndsSilently = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("scheduleAtFixedRate|scheduleWithFixedDelay")))
            .because("Recurring goes on behind a failure, and tells it");

    @ArchTest
    static final ArchRule sessionKnowsNoneAbove = noClasses()
            .that()
            .resideInAPackage(SERVER + ".session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("state", "delivery", "presence", "cluster", "transport", "archive", "auth"));

    @ArchTest
    static final ArchRule stateStandsOnSessions = noClasses()
            .that()
            .resideInAPackage(SERVER + ".state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("delivery", "presence", "cluster", "transport", "archive", "auth"));

    @ArchTest
    static final ArchRule archiveStandsAlone = noClasses()
            .that()
            .resideInAPackage(SERVER + ".archive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("delivery", "presence", "cluster", "transport", "state", "session", "auth"));

    @ArchTest
    static final ArchRule extensionKnowsNoPortButThroughItsCaller = noClasses()
            .that()
            .resideInAPackage(SERVER + ".extension..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("delivery", "cluster", "transport", "archive", "auth", "config"));

    @ArchTest
    static final ArchRule deliveryKnowsNoTransportAndNoCluster = noClasses()
            .that()
            .resideInAPackage(SERVER + ".delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("transport", "presence", "cluster", "auth"));

    @ArchTest
    static final ArchRule presenceIsOffTheWayOfAMessage = noClasses()
            .that()
            .resideInAPackage(SERVER + ".presence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("transport", "cluster", "archive", "auth"));

    @ArchTest
    static final ArchRule onlyTheWiringSeesTransportAndImplementations = noClasses()
            .that()
            .resideOutsideOfPackages(
                    SERVER,
                    SERVER + ".transport..",
                    SERVER + ".cluster.redis..",
                    SERVER + ".state.redis..",
                    SERVER + ".state.memory..",
                    SERVER + ".archive.rocketmq..",
                    SERVER + ".archive.mysql..",
                    SERVER + ".archive.memory..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in(
                    "transport",
                    "cluster.redis",
                    "state.redis",
                    "state.memory",
                    "archive.rocketmq",
                    "archive.mysql",
                    "archive.memory"));

    @ArchTest
    static final ArchRule nettyStaysIn = vendor("io.netty..", "transport", "session", "cluster");

    @ArchTest
    static final ArchRule curatorStaysIn = vendor("org.apache.curator..", "cluster");

    @ArchTest
    static final ArchRule jedisStaysIn = vendor("redis.clients..", "state.redis", "cluster.redis");

    @ArchTest
    static final ArchRule rocketMqStaysIn = vendor("org.apache.rocketmq..", "archive.rocketmq");

    @ArchTest
    static final ArchRule myBatisStaysIn = vendor("org.apache.ibatis..", "archive.mysql");

    @ArchTest
    static final ArchRule onlyTheWiringSeesAllSettings = noClasses()
            .that()
            .resideOutsideOfPackages(SERVER, SERVER + ".config")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameStartingWith("ServerConfig");

    @ArchTest
    static final ArchRule eventLoopsNeverWait = noClasses()
            .that()
            .resideInAnyPackage(in("transport", "session"))
            .should()
            .callMethod(CompletableFuture.class, "join")
            .orShould()
            .callMethod(CompletableFuture.class, "get")
            .orShould()
            .callMethod(Future.class, "get")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule hasNoStaticState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(GENERATED)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule hasNoSingletons = methods()
            .that()
            .haveModifier(STATIC)
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(GENERATED)
            .should()
            .haveNameNotMatching("getInstance|getInst|inst");

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
    static final ArchRule settingsAreRecords = classes()
            .that()
            .resideInAPackage(SERVER + ".config")
            .and()
            .haveSimpleNameEndingWith("Config")
            .should()
            .beRecords();

    @ArchTest
    static final ArchRule logsInsteadOfPrinting = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule throwsWhatSaysMore =
            noClasses().that().resideOutsideOfPackages(GENERATED).should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS);

    private static ArchRule vendor(String vendor, String... packages) {
        String[] homes = new String[packages.length + 1];
        System.arraycopy(in(packages), 0, homes, 0, packages.length);
        homes[packages.length] = SERVER; // the wiring
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(vendor);
    }

    private static String[] in(String... packages) {
        return java.util.Arrays.stream(packages)
                .map(name -> SERVER + "." + name + "..")
                .toArray(String[]::new);
    }
}
