package io.yizhan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

/** What all parts stand on stands on nothing of ours. */
@AnalyzeClasses(packages = "io.yizhan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("io.yizhan.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule idsKnowOnlyTheJdk = classes()
            .that()
            .resideInAPackage("io.yizhan.identity")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.yizhan.identity", "org.jspecify..");

    @ArchTest
    static final ArchRule groupsKnowOnlyIdsAndTheirWire = classes()
            .that()
            .resideInAPackage("io.yizhan.group")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.yizhan.group..", "io.yizhan.identity", "com.google.protobuf..", "org.jspecify..");

    @ArchTest
    static final ArchRule theWireKnowsOnlyProtobufAndNetty = classes()
            .that()
            .resideInAPackage("io.yizhan.protocol..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.yizhan.protocol..",
                    "io.yizhan.identity",
                    "io.yizhan.group",
                    "book.v1..",
                    "chat.v2..",
                    "com.google.protobuf..",
                    "io.netty..",
                    "org.slf4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule nettyStaysIn = noClasses()
            .that()
            .resideOutsideOfPackage("io.yizhan.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule curatorStaysIn = noClasses()
            .that()
            .resideOutsideOfPackages("io.yizhan.discovery..", "io.yizhan.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.curator..", "org.apache.zookeeper..");

    @ArchTest
    static final ArchRule jedisStaysIn = noClasses()
            .that()
            .resideOutsideOfPackage("io.yizhan.access..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule hasNoStaticState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.yizhan.group.wire..")
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule logsInsteadOfPrinting = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
