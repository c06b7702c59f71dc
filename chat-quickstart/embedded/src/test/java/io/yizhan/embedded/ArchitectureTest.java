package io.yizhan.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** RocketMQ's server is only ever loaded in its child JVM, and ZooKeeper's only in the class that starts it. */
@AnalyzeClasses(packages = "io.yizhan.embedded", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rocketMqStaysInTheChild = noClasses()
            .that()
            .resideOutsideOfPackage("io.yizhan.embedded.rocketmq..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.rocketmq..");

    @ArchTest
    static final ArchRule zooKeeperStaysInItsClass = noClasses()
            .that()
            .doNotHaveSimpleName("EmbeddedZooKeeper")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.zookeeper..");

    @ArchTest
    static final ArchRule theChildKnowsNothingOfItsParent = noClasses()
            .that()
            .resideInAPackage("io.yizhan.embedded.rocketmq..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.yizhan.embedded");

    @ArchTest
    static final ArchRule hasNoStaticState =
            fields().that().areStatic().should().beFinal();
}
